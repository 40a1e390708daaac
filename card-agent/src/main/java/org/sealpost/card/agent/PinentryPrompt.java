package org.sealpost.card.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sealpost.card.agent.Assuan.Failure;
import org.sealpost.card.agent.PinentryProgram.Found;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.card.api.Told;
import org.sealpost.card.api.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks through a pinentry program, as GnuPG does: a window where there is a display. */
final class PinentryPrompt implements PinPrompt {
  /**
   * A pinentry at work.
   *
   * @param ended completed with the answer before the program is killed
   */
  private record Running(Process process, CompletableFuture<Answer> ended) {
    /** With what it started itself: some pinentries are a shell script around another. */
    void kill(Answer answer) {
      ended.complete(answer);
      List<ProcessHandle> all =
          Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** What is said to the program once it runs. */
  private interface Conversation {
    Answer with(Assuan assuan, Question question, Told name) throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(PinentryPrompt.class);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Supplier<Found> program;
  private final Words words = Words.beside(PinentryPrompt.class);
  private final PromptText text;
  private volatile Optional<Running> running = Optional.empty();

  /** With the program that is found when it is needed. */
  PinentryPrompt(Supplier<Found> program, Locale language) {
    this.program = program;
    this.text = new PromptText(language);
  }

  /**
   * With a pinentry that is installed.
   *
   * @param configured the program, a path or a name on the PATH; empty to look for one
   */
  PinentryPrompt(Optional<String> configured, Locale language) {
    this(() -> PinentryProgram.find(configured), language);
  }

  @Override
  public Answer ask(Question question) {
    return run(question, this::getPin);
  }

  @Override
  public Answer notice(Question question) {
    return run(question, this::confirm);
  }

  @Override
  public void withdraw() {
    running.ifPresent(pinentry -> pinentry.kill(new Answer.Cancelled()));
  }

  private Answer run(Question question, Conversation conversation) {
    return switch (program.get()) {
      case Found.Absent(Told reason) -> new Answer.Unavailable(reason);
      case Found.Present found -> run(found, question, conversation);
    };
  }

  private Answer run(Found.Present found, Question question, Conversation conversation) {
    Running pinentry;
    try {
      pinentry =
          new Running(
              ServiceManager.hideFrom(new ProcessBuilder(found.commandLine()))
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start(),
              new CompletableFuture<>());
    } catch (IOException e) {
      LOG.warn("{} does not start", found.name().english(), e);
      return new Answer.Unavailable(words.told("pinentry.no-start", found.name()));
    }
    running = Optional.of(pinentry);
    Thread watchdog = Thread.ofVirtual().start(() -> watch(pinentry, question.patience()));
    try (Assuan assuan =
        new Assuan(pinentry.process().getInputStream(), pinentry.process().getOutputStream())) {
      return conversation.with(assuan, question, found.name());
    } catch (IOException e) {
      LOG.debug("{} ended", found.name().english(), e);
      return pinentry
          .ended()
          .getNow(new Answer.Unavailable(words.told("pinentry.ended", found.name())));
    } finally {
      running = Optional.empty();
      watchdog.interrupt();
      end(pinentry);
    }
  }

  private Answer getPin(Assuan assuan, Question question, Told name) throws IOException {
    Optional<Failure> failure = prepare(assuan, question, text.calmDescription(question));
    if (failure.isEmpty()) {
      Optional<Failure> _ = assuan.command("SETOK", text.ok());
      Optional<Failure> _ = assuan.command("SETCANCEL", text.cancel());
      failure = assuan.command("SETPROMPT", text.label());
    }
    String alert = text.alert(question);
    if (failure.isEmpty() && !alert.isEmpty()) {
      failure = assuan.command("SETERROR", alert);
    }
    if (failure.isEmpty()) {
      failure = assuan.command("GETPIN");
    }
    if (failure.isPresent()) {
      return refused(name, failure.get());
    }
    Pin pin = assuan.data();
    goodbye(assuan);
    return new Answer.Given(pin);
  }

  private Answer confirm(Assuan assuan, Question question, Told name) throws IOException {
    Optional<Failure> failure = prepare(assuan, question, text.padDescription(question));
    if (failure.isEmpty()) {
      // The only button is the one that elsewhere means OK.
      Optional<Failure> _ = assuan.command("SETOK", text.cancel());
      failure = assuan.command("CONFIRM --one-button");
    }
    return failure.map(f -> refused(name, f)).orElseGet(Answer.Cancelled::new);
  }

  private Optional<Failure> prepare(Assuan assuan, Question question, String description)
      throws IOException {
    Optional<Failure> failure = assuan.greeting();
    if (failure.isPresent()) {
      return failure;
    }
    for (String option : options(question)) {
      // Which options there are differs from one pinentry to another.
      Optional<Failure> _ = assuan.command("OPTION", option);
    }
    Optional<Failure> _ =
        assuan.command("SETTIMEOUT", Long.toString(question.patience().toSeconds()));
    Optional<Failure> _ = assuan.command("SETTITLE", text.title());
    return assuan.command("SETDESC", description);
  }

  private static List<String> options(Question question) {
    List<String> options = new ArrayList<>();
    PinPrompt.terminal(question.purpose())
        .or(() -> ControllingTerminal.current().map(ControllingTerminal::device))
        .ifPresent(
            terminal -> {
              options.add("ttyname=" + terminal);
              options.add("ttytype=" + environment("TERM").orElse("xterm"));
            });
    environment("LC_ALL")
        .or(() -> environment("LC_CTYPE"))
        .or(() -> environment("LANG"))
        .ifPresent(locale -> options.add("lc-ctype=" + locale));
    environment("DISPLAY").ifPresent(display -> options.add("display=" + display));
    return options;
  }

  private Answer refused(Told name, Failure failure) {
    if (failure.isCancel()) {
      return new Answer.Cancelled();
    }
    if (failure.isTimeout()) {
      return new Answer.TimedOut();
    }
    return new Answer.Unavailable(
        words.told("pinentry.failed", name, PromptText.harmless(failure.text())));
  }

  private static void goodbye(Assuan assuan) {
    try {
      Optional<Failure> _ = assuan.command("BYE");
    } catch (IOException e) {
      LOG.debug("no goodbye from pinentry", e);
    }
  }

  private static void watch(Running pinentry, Duration patience) {
    try {
      if (!pinentry.process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        pinentry.kill(new Answer.TimedOut());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Running pinentry) {
    Process process = pinentry.process();
    try {
      process.getOutputStream().close();
      if (process.waitFor(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      LOG.debug("pinentry took no end of input", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pinentry.kill(new Answer.Cancelled());
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
