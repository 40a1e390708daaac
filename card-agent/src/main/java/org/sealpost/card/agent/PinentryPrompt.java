package org.sealpost.card.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

  private static final Logger LOG = LoggerFactory.getLogger(PinentryPrompt.class);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Optional<String> configured;
  private final Words words = Words.beside(PinentryPrompt.class);
  private final PromptText text = new PromptText();
  private volatile Optional<Running> running = Optional.empty();

  /**
   * @param configured the program, a path or a name on the PATH; empty to look for one
   */
  PinentryPrompt(Optional<String> configured) {
    this.configured = configured;
  }

  @Override
  public Answer ask(Question question) {
    return PinentryProgram.find(configured)
        .map(program -> run(program, question))
        .orElseGet(
            () ->
                new Answer.Unavailable(
                    configured
                        .map(name -> words.text("pinentry.configured-absent", name))
                        .orElseGet(() -> words.text("pinentry.absent"))));
  }

  @Override
  public void withdraw() {
    running.ifPresent(pinentry -> pinentry.kill(new Answer.Cancelled()));
  }

  private Answer run(Path program, Question question) {
    Running pinentry;
    try {
      pinentry =
          new Running(
              new ProcessBuilder(
                      PinentryProgram.commandLine(program, ControllingTerminal.current()))
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start(),
              new CompletableFuture<>());
    } catch (IOException e) {
      LOG.warn("{} does not start", program, e);
      return new Answer.Unavailable(words.text("pinentry.no-start", program));
    }
    running = Optional.of(pinentry);
    Thread watchdog = Thread.ofVirtual().start(() -> watch(pinentry, question.patience()));
    try {
      return converse(pinentry.process(), program, question);
    } catch (IOException e) {
      LOG.debug("{} ended", program, e);
      return pinentry.ended().getNow(new Answer.Unavailable(words.text("pinentry.ended", program)));
    } finally {
      running = Optional.empty();
      watchdog.interrupt();
      end(pinentry);
    }
  }

  private Answer converse(Process process, Path program, Question question) throws IOException {
    try (Assuan assuan = new Assuan(process.getInputStream(), process.getOutputStream())) {
      Optional<Assuan.Failure> failure = prepare(assuan, question);
      if (failure.isEmpty()) {
        failure = assuan.command("GETPIN");
      }
      if (failure.isPresent()) {
        return refused(program, failure.get());
      }
      Pin pin = assuan.data();
      goodbye(assuan);
      return new Answer.Given(pin);
    }
  }

  private Optional<Assuan.Failure> prepare(Assuan assuan, Question question) throws IOException {
    Optional<Assuan.Failure> failure = assuan.greeting();
    if (failure.isPresent()) {
      return failure;
    }
    for (String option : options(question)) {
      // Which options there are differs from one pinentry to another.
      Optional<Assuan.Failure> _ = assuan.command("OPTION", option);
    }
    Optional<Assuan.Failure> _ =
        assuan.command("SETTIMEOUT", Long.toString(question.patience().toSeconds()));
    Optional<Assuan.Failure> _ = assuan.command("SETTITLE", text.title());
    failure = assuan.command("SETDESC", text.description(question));
    if (failure.isEmpty()) {
      failure = assuan.command("SETPROMPT", text.label());
    }
    if (failure.isEmpty() && question.lastWrong()) {
      failure = assuan.command("SETERROR", text.lastWrong());
    }
    return failure;
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

  private Answer refused(Path program, Assuan.Failure failure) {
    if (failure.isCancel()) {
      return new Answer.Cancelled();
    }
    if (failure.isTimeout()) {
      return new Answer.TimedOut();
    }
    return new Answer.Unavailable(
        words.text("pinentry.failed", program, PromptText.harmless(failure.text())));
  }

  private static void goodbye(Assuan assuan) {
    try {
      Optional<Assuan.Failure> _ = assuan.command("BYE");
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
