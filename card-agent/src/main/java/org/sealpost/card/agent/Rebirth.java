package org.sealpost.card.agent;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sealpost.card.api.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the agent begin anew when a PKCS#11 module has stopped answering for good, since no thread
 * comes back from such a module and no card behind it can be used. The PIN sessions end with it,
 * and so does the memory of which PINs were wrong; how many were is on the disk. At most once a
 * minute, so that a module that hangs at once leaves an agent that can say so.
 */
final class Rebirth implements AutoCloseable {
  /** Puts a fresh agent in the place of this one; returns if it cannot. */
  interface Successor {
    void begin(Instant now);
  }

  /** EX_TEMPFAIL of sysexits.h: whoever started the agent is to start it again. */
  static final int START_AGAIN = 75;

  /** In the environment of an agent that began anew: when, in milliseconds since 1970. */
  static final String SINCE = "SEALPOST_AGENT_BEGAN_ANEW";

  private static final Logger LOG = LoggerFactory.getLogger(Rebirth.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

  private final BooleanSupplier hangs;
  private final InstantSource clock;
  private final Successor successor;
  private final Thread watcher;
  private Optional<Instant> last;
  private boolean said;

  /**
   * @param last when this process began anew before, as {@link #SINCE} has it
   */
  Rebirth(BooleanSupplier hangs, Optional<String> last, InstantSource clock, Successor successor) {
    this.hangs = hangs;
    this.clock = clock;
    this.successor = successor;
    this.last = last.flatMap(Rebirth::read);
    this.watcher = Thread.ofPlatform().daemon().name("rebirth").unstarted(this::watch);
  }

  /**
   * Watches until it is closed.
   *
   * @param before is run before this agent ends
   * @param language in which standard error hears that it could not
   */
  static Rebirth when(BooleanSupplier hangs, Runnable before, Locale language) {
    Rebirth rebirth =
        new Rebirth(
            hangs,
            Optional.ofNullable(System.getenv(SINCE)),
            InstantSource.system(),
            now -> succeed(now, before, language));
    rebirth.watcher.start();
    return rebirth;
  }

  /** One look. */
  void look() {
    if (!hangs.getAsBoolean()) {
      said = false;
      return;
    }
    Instant now = clock.instant();
    // A clock that was set back makes it no earlier.
    if (last.filter(before -> Duration.between(before, now).abs().compareTo(AT_MOST_EVERY) < 0)
        .isPresent()) {
      if (!said) {
        said = true;
        LOG.error("a module hangs again, and the card-agent began anew less than a minute ago");
      }
      return;
    }
    last = Optional.of(now);
    LOG.error("a module has stopped answering, so the card-agent begins anew");
    successor.begin(now);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        try {
          look();
        } catch (RuntimeException e) {
          LOG.error("a look at the modules failed", e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the agent ends", e);
    }
  }

  private static void succeed(Instant now, Runnable before, Locale language) {
    before.run();
    if (ProcessImage.isReplaceable()) {
      try {
        ProcessImage.replace(SINCE, String.valueOf(now.toEpochMilli()));
      } catch (IOException e) {
        LOG.error("the card-agent could not begin anew by itself", e);
      }
    }
    Main.utf8().println(Words.beside(Rebirth.class).told("rebirth.start-again").in(language));
    // An orderly exit would wait for the module.
    Runtime.getRuntime().halt(START_AGAIN);
  }

  private static Optional<Instant> read(String milliseconds) {
    try {
      return Optional.of(Instant.ofEpochMilli(Long.parseLong(milliseconds)));
    } catch (NumberFormatException e) {
      LOG.debug("{} is no time", milliseconds, e);
      return Optional.empty();
    }
  }
}
