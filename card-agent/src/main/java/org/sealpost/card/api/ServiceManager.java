package org.sealpost.card.api;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process, as it is told how the process is: sd_notify(3).
 * What is told goes out on a thread of its own, in order, so that nobody waits for it; where no
 * service manager asked for it nothing happens. Thread-safe.
 */
public final class ServiceManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

  /** What concerns this process alone: a program that it starts must not speak in its name. */
  private static final List<String> OURS =
      List.of(SOCKET, WATCHDOG, WATCHDOG_PROCESS, "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES");

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Optional<NotifySocket> socket;
  private final Optional<Duration> watchdog;
  private final Optional<ScheduledExecutorService> speaker;
  private boolean watched;

  private ServiceManager(Optional<NotifySocket> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
    this.speaker =
        socket.map(
            _ ->
                Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("service-manager").factory()));
  }

  /** The one that this environment names, or nobody. */
  public static ServiceManager of(Map<String, String> environment) {
    Optional<NotifySocket> socket =
        Optional.ofNullable(environment.get(SOCKET)).flatMap(NotifySocket::at);
    return new ServiceManager(socket, watchdog(environment));
  }

  /** Keeps from a program that is to be started what its environment says of this process. */
  public static ProcessBuilder hideFrom(ProcessBuilder program) {
    program.environment().keySet().removeAll(OURS);
    return program;
  }

  /**
   * The start, or a reload, is over. From now on the watchdog hears that this process is alive.
   *
   * @param status a sentence for people
   */
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + line(status));
    watch();
  }

  /** The configuration is being read anew. */
  public void reloading() {
    // On Linux this is the clock that is asked for, CLOCK_MONOTONIC.
    long now = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    tell("RELOADING=1\nMONOTONIC_USEC=" + now);
  }

  /**
   * How it is.
   *
   * @param status a sentence for people
   */
  public void status(String status) {
    tell("STATUS=" + line(status));
  }

  /** The process is about to end. */
  public void stopping(String status) {
    tell("STOPPING=1\nSTATUS=" + line(status));
  }

  /** Waits a moment for what was told to go out. */
  @Override
  public void close() {
    speaker.ifPresent(ServiceManager::end);
  }

  private static void end(ScheduledExecutorService speaker) {
    speaker.shutdown();
    try {
      if (!speaker.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        speaker.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String message) {
    try {
      speaker.ifPresent(it -> it.execute(() -> send(message)));
    } catch (RejectedExecutionException e) {
      LOG.debug("the service manager is told nothing more", e);
    }
  }

  private void send(String message) {
    try {
      socket.orElseThrow().send(message);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the service manager could not be told: {}", e.getMessage());
    }
  }

  private synchronized void watch() {
    if (watched || watchdog.isEmpty() || speaker.isEmpty()) {
      return;
    }
    watched = true;
    // As sd_watchdog_enabled(3) advises.
    long period = watchdog.get().dividedBy(2).toMillis();
    var _ =
        speaker
            .get()
            .scheduleAtFixedRate(
                this::sayAlive, period, Math.max(1, period), TimeUnit.MILLISECONDS);
  }

  /** All work is done on virtual threads: if none gets to run, nothing is done any more. */
  private void sayAlive() {
    try {
      if (Thread.ofVirtual().start(() -> {}).join(watchdog.orElseThrow())) {
        send("WATCHDOG=1");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String process = environment.getOrDefault(WATCHDOG_PROCESS, "");
    if (!process.isEmpty() && !process.equals(Long.toString(ProcessHandle.current().pid()))) {
      return Optional.empty();
    }
    try {
      long micros = Long.parseLong(environment.getOrDefault(WATCHDOG, "0"));
      return Optional.of(Duration.of(micros, ChronoUnit.MICROS)).filter(Duration::isPositive);
    } catch (NumberFormatException e) {
      LOG.debug("{} is no time", WATCHDOG, e);
      return Optional.empty();
    }
  }

  private static String line(String text) {
    return text.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse("");
  }
}
