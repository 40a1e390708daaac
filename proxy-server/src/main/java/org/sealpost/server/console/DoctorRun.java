package org.sealpost.server.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.sealpost.card.api.ServiceManager;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.PlainText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sealpost doctor} as a process of its own, one at a time: the JDK sees a smart card service
 * only if it ran before the process began. Thread-safe.
 */
final class DoctorRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DoctorRun.class);

  private static final String CHINESE = "zh-TW";
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int LARGEST_OUTPUT = 1 << 20;

  private final List<String> command;
  private final InstantSource clock;
  private final Runnable finished;
  private State state = new State.Never();
  private Optional<Process> process = Optional.empty();
  private boolean closed;

  /** How far it is. */
  sealed interface State {
    /** It never ran. */
    record Never() implements State {}

    /** It runs. */
    record Running(Instant since) implements State {}

    /** It is done. */
    record Done(Instant at, List<Found> findings) implements State {}

    /** It could not be run, or did not come to an end. */
    record Failed(Instant at) implements State {}
  }

  /**
   * What it found, as its JSON has it.
   *
   * @param state ok, warning, failed or skipped
   */
  record Found(String check, Phrase subject, String state, Phrase detail, Phrase mend) {}

  /**
   * Nothing runs yet.
   *
   * @param sealpost the command line of this program with such arguments
   * @param arguments that let the command use this proxy's configuration
   * @param finished told after each run
   */
  DoctorRun(
      UnaryOperator<List<String>> sealpost,
      List<String> arguments,
      InstantSource clock,
      Runnable finished) {
    List<String> all = new ArrayList<>(List.of("doctor", "--json"));
    all.addAll(arguments);
    this.command = sealpost.apply(all);
    this.clock = clock;
    this.finished = finished;
  }

  synchronized State state() {
    return state;
  }

  /** Begins, unless it runs already or this is closed. */
  synchronized void begin() {
    if (closed || state instanceof State.Running) {
      return;
    }
    state = new State.Running(clock.instant());
    // Reading a pipe would keep the carrier of a virtual thread.
    Thread.ofPlatform().daemon().name("doctor").start(this::run);
  }

  private void run() {
    State result = new State.Failed(clock.instant());
    try {
      result = new State.Done(clock.instant(), examine());
    } catch (IOException | JsonParseException | IllegalStateException e) {
      LOG.warn("the doctor did not come to an end: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finish(result);
    }
  }

  private void finish(State result) {
    synchronized (this) {
      process = Optional.empty();
      state = result;
    }
    finished.run();
  }

  private List<Found> examine() throws IOException, InterruptedException {
    ProcessBuilder builder = ServiceManager.hideFrom(new ProcessBuilder(command));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process started = start(builder);
    started.getOutputStream().close();
    Thread.ofVirtual().name("doctor-limit").start(() -> limit(started));
    try (InputStream in = started.getInputStream()) {
      String output = new String(in.readNBytes(LARGEST_OUTPUT), StandardCharsets.UTF_8);
      return findings(output);
    } finally {
      end(started);
    }
  }

  /** None is started that closing would not find. */
  private synchronized Process start(ProcessBuilder builder) throws IOException {
    if (closed) {
      throw new IOException("Sealpost is stopping");
    }
    Process started = builder.start();
    process = Optional.of(started);
    return started;
  }

  /** With what it started itself. What does not end when asked to is ended. */
  private static void end(Process started) {
    List<ProcessHandle> all = new ArrayList<>(started.descendants().toList());
    all.add(started.toHandle());
    all.forEach(ProcessHandle::destroy);
    try {
      if (!started.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  private static void limit(Process process) {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static List<Found> findings(String json) {
    List<Found> findings = new ArrayList<>();
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      JsonObject object = element.getAsJsonObject();
      findings.add(
          new Found(
              text(object, "check"),
              told(object, "subject"),
              text(object, "state"),
              told(object, "detail"),
              told(object, "mend")));
    }
    return List.copyOf(findings);
  }

  private static Phrase told(JsonObject object, String name) {
    String english = text(object, name);
    return object.has(CHINESE)
        ? new Phrase.Told(english, text(object.getAsJsonObject(CHINESE), name))
        : Phrase.verbatim(english);
  }

  private static String text(JsonObject object, String name) {
    return object.has(name) ? PlainText.of(object.get(name).getAsString()) : "";
  }

  /** The process ends as well. */
  @Override
  public void close() {
    Optional<Process> running;
    synchronized (this) {
      closed = true;
      running = process;
    }
    running.ifPresent(DoctorRun::end);
  }
}
