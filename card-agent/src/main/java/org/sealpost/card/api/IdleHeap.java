package org.sealpost.card.api;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Gives memory back to the system when a process has come to rest. A heap that grew with a burst of
 * mails keeps its size otherwise, as it is only looked through when more is needed; and what runs
 * all day for a few mails is at rest most of it. Thread-safe.
 */
public final class IdleHeap {
  /** How often a process is looked at. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** What a process at rest may take between two looks, in bytes: for the looks themselves. */
  private static final long REST = 256 * 1024;

  /** What a collection has to promise, in bytes. */
  private static final long WORTH = 3 * 1024 * 1024;

  private final LongSupplier used;
  private final Runnable collection;
  private long before;

  /** The least that a collection has left; until the first, nothing is known to be needed. */
  private long needed;

  private boolean worked;

  /**
   * @param used how many bytes of the heap are taken now
   * @param collection frees those that nobody needs
   */
  IdleHeap(LongSupplier used, Runnable collection) {
    this.used = used;
    this.collection = collection;
  }

  /** Looks after this process for as long as it runs. */
  public static void ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    IdleHeap heap = new IdleHeap(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    Thread.ofVirtual().name("idle-heap").start(heap::lookForEver);
  }

  private void lookForEver() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look: whoever works takes memory, or has just had some of it freed. */
  synchronized void look() {
    long now = used.getAsLong();
    boolean atRest = now >= before && now - before <= REST;
    if (!atRest) {
      worked = true;
    } else if (worked && now - needed >= WORTH) {
      worked = false;
      collection.run();
      now = used.getAsLong();
      needed = needed == 0 ? now : Math.min(needed, now);
    }
    before = now;
  }
}
