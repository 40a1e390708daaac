package org.sealpost.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A card reader of a {@link SmartCardService}; at most one card is in it. A card stays in its
 * reader while the service is down. Thread-safe.
 */
public final class VirtualReader {
  private static final Duration NOTICE = Duration.ofSeconds(10);

  private final String name;
  private final Path socket;
  private Optional<CardStay> stay = Optional.empty();
  private Optional<CardStay> last = Optional.empty();
  private boolean served;

  VirtualReader(String name, Path socket) {
    this.name = name;
    this.socket = socket;
  }

  /** The reader's name as PC/SC tells it. */
  public String name() {
    return name;
  }

  /**
   * Puts a card in, after taking out the one that was there. Where the service runs, the call ends
   * when it has powered the card.
   *
   * @throws IOException where the service does not notice the card within ten seconds
   */
  public synchronized void insert(VirtualCard card) throws IOException, InterruptedException {
    eject();
    if (served && last.isPresent()) {
      last.get().awaitAbsence();
    }
    stay = Optional.of(CardStay.begin(card, socket));
    awaitNotice();
  }

  /**
   * Takes the card out, if there is one; an operation under way is lost. The service notices within
   * half a second, or when it next speaks to the card.
   */
  public synchronized void eject() throws InterruptedException {
    if (stay.isPresent()) {
      stay.get().end();
      last = stay;
      stay = Optional.empty();
    }
  }

  /** The service runs: waits until it has powered the card that is in the reader. */
  synchronized void serviceStarted() throws IOException, InterruptedException {
    served = true;
    awaitNotice();
  }

  synchronized void serviceStopped() {
    served = false;
  }

  private void awaitNotice() throws IOException, InterruptedException {
    if (served && stay.isPresent() && !stay.get().awaitPower(NOTICE)) {
      throw new IOException("pcscd does not notice the card in " + name);
    }
  }
}
