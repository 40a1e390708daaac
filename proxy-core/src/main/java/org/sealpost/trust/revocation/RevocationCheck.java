package org.sealpost.trust.revocation;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/**
 * Asks several sources, in an order of preference, about all certificates of a path side by side.
 *
 * <p>Of one certificate the first source is asked; the next one when that does not know, or has not
 * answered within half of the patience. Who answers first that it is good or revoked is believed;
 * where several have answered by then, one that says revoked. If none knows, the most telling cause
 * is passed on. Immutable and thread-safe; blocks for the patience at most, as far as the sources
 * keep to theirs.
 */
public final class RevocationCheck {
  private final List<RevocationSource> sources;

  /**
   * @param sources the preferred one first
   */
  public RevocationCheck(List<RevocationSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /** A certificate of a path, with the CA above it. */
  public record Link(X509Certificate certificate, X509Certificate issuer) {}

  /** What is known of a link's certificate. */
  public record Checked(Link link, RevocationStatus status) {}

  /** What can be known of all {@code links} within {@code patience}, in their order. */
  public List<Checked> check(List<Link> links, Duration patience) {
    List<FutureTask<RevocationStatus>> tasks =
        links.stream()
            .map(link -> new FutureTask<>(() -> new Search(link, patience).run()))
            .toList();
    tasks.forEach(RevocationCheck::start);
    List<Checked> checked = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      checked.add(new Checked(links.get(i), join(tasks.get(i))));
    }
    return checked;
  }

  private static void start(Runnable task) {
    Thread.ofVirtual().name("revocation").start(task);
  }

  /** Sources return in time by themselves, so that there is nothing to give up. */
  private static RevocationStatus join(Future<RevocationStatus> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What is asked about one certificate. */
  private final class Search {
    private final Link link;
    private final long start = System.nanoTime();
    private final Duration patience;
    private final BlockingQueue<FutureTask<RevocationStatus>> finished =
        new LinkedBlockingQueue<>();
    private final List<RevocationStatus> unknown = new ArrayList<>();
    private int asked;

    Search(Link link, Duration patience) {
      this.link = link;
      this.patience = patience;
    }

    RevocationStatus run() throws InterruptedException {
      if (sources.isEmpty()) {
        return new RevocationStatus.Unknown(new Cause.NoSource());
      }
      askNext();
      while (unknown.size() < asked) {
        FutureTask<RevocationStatus> answered = next();
        if (answered == null) {
          askNext();
          continue;
        }
        switch (join(answered)) {
          case RevocationStatus.Revoked revoked -> {
            return revoked;
          }
          case RevocationStatus.Good good -> {
            return unlessRevoked(good);
          }
          case RevocationStatus.Unknown nothing -> {
            unknown.add(nothing);
            if (asked < sources.size()) {
              askNext();
            }
          }
        }
      }
      return mostTelling();
    }

    /** The next answer; null when it is time to ask another source. */
    private FutureTask<RevocationStatus> next() throws InterruptedException {
      if (asked == sources.size()) {
        return finished.take();
      }
      long half = patience.toNanos() / 2;
      return finished.poll(half - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
    }

    private void askNext() {
      RevocationSource source = sources.get(asked++);
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      Duration left = patience.compareTo(elapsed) > 0 ? patience.minus(elapsed) : Duration.ZERO;
      start(
          new FutureTask<>(() -> source.status(link.certificate(), link.issuer(), left)) {
            @Override
            protected void done() {
              finished.add(this);
            }
          });
    }

    private RevocationStatus unlessRevoked(RevocationStatus.Good good) {
      for (FutureTask<RevocationStatus> other : finished) {
        if (join(other) instanceof RevocationStatus.Revoked revoked) {
          return revoked;
        }
      }
      return good;
    }

    private RevocationStatus mostTelling() {
      return unknown.stream()
          .map(RevocationStatus.Unknown.class::cast)
          .min(Comparator.comparingInt(each -> rank(each.cause())))
          .orElseThrow();
    }
  }

  /**
   * While something is still coming, nothing is final. Then what came says more than what did not
   * come, and a refusal more than that there was nobody to ask.
   */
  private static int rank(Cause cause) {
    return switch (cause) {
      case Cause.NotYet _ -> 0;
      case Cause.NotReliable _ -> 1;
      case Cause.Outdated _ -> 2;
      case Cause.ExpiredBefore _ -> 3;
      case Cause.NotReached _ -> 4;
      case Cause.NoSource _ -> 5;
      case Cause.SwitchedOff _ -> 6;
    };
  }
}
