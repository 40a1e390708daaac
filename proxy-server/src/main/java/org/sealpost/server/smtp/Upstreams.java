package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.failure.Failure;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.SaslMechanism;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.session.IdleSessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real servers that one client may mean: all that its accounts have, until AUTH or MAIL tells
 * which account it is. Used by the session's thread.
 */
final class Upstreams implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Upstreams.class);

  /** How long one server that is there waits for the others before the client is answered. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final MailAccounts accounts;
  private final Opener opener;
  private final IdleSessions idle;
  private final Map<Upstream.Endpoint, SmtpUpstream> open = new LinkedHashMap<>();

  /** Those that were not there when all were wanted; they are tried again only by themselves. */
  private final Set<Upstream.Endpoint> missed = new HashSet<>();

  private String helloName = "";

  /** Connects to a server. Thread-safe. */
  @FunctionalInterface
  interface Opener {
    SmtpUpstream open(Upstream server, String helloName) throws Failure;
  }

  private record Opened(Optional<SmtpUpstream> upstream, Optional<Failure> failure) {}

  Upstreams(MailAccounts accounts, Opener opener, IdleSessions idle) {
    this.accounts = accounts;
    this.opener = opener;
    this.idle = idle;
  }

  /**
   * Connects to every server, at once, that is not connected yet. One that is late keeps nobody
   * from another: {@link #of} connects to it once its account is meant.
   *
   * @throws Failure the first one's, if none can be reached
   * @throws InterruptedIOException if our own server closes meanwhile
   */
  void openAll(String name) throws IOException, Failure {
    helloName = name;
    Map<Upstream.Endpoint, Upstream> wanted = new LinkedHashMap<>();
    for (MailAccount account : accounts.all()) {
      wanted.putIfAbsent(account.smtp().endpoint(), account.smtp());
    }
    open.entrySet().removeIf(entry -> dropIfUnusable(entry.getValue()));
    wanted.keySet().removeAll(open.keySet());
    if (!open.isEmpty()) {
      wanted.keySet().removeAll(missed);
    }
    List<Opened> results = openAtOnce(List.copyOf(wanted.values()), !open.isEmpty());
    for (Opened result : results) {
      result.upstream().ifPresent(this::keep);
    }
    if (open.isEmpty()) {
      throw results.stream().flatMap(it -> it.failure().stream()).findFirst().orElseThrow();
    }
    missed.addAll(wanted.keySet());
    missed.removeAll(open.keySet());
  }

  /**
   * Nothing of the client's is under way meanwhile, so that our own server need not wait for it.
   *
   * @param oneIsThere whether the client could go on without these
   * @return what came of those that were not late
   */
  private List<Opened> openAtOnce(List<Upstream> servers, boolean oneIsThere) throws IOException {
    List<CompletableFuture<Opened>> opening = servers.stream().map(this::opening).toList();
    List<Opened> results = List.of();
    try {
      results = idle.await(() -> results(opening, oneIsThere));
      return results;
    } finally {
      if (results.size() < opening.size()) {
        giveUp(opening, results);
      }
    }
  }

  private CompletableFuture<Opened> opening(Upstream server) {
    String name = helloName;
    CompletableFuture<Opened> opening = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("smtp-connect-" + server.host())
        .start(
            () -> {
              try {
                Opened opened = tryOpen(server, name);
                if (!opening.complete(opened)) {
                  opened.upstream().ifPresent(SmtpUpstream::abort);
                }
              } catch (RuntimeException e) {
                opening.completeExceptionally(e);
              }
            });
    return opening;
  }

  private Opened tryOpen(Upstream server, String name) {
    try {
      return new Opened(Optional.of(opener.open(server, name)), Optional.empty());
    } catch (Failure e) {
      return new Opened(Optional.empty(), Optional.of(e));
    }
  }

  private static List<Opened> results(List<CompletableFuture<Opened>> opening, boolean oneIsThere)
      throws InterruptedIOException {
    CompletableFuture<?> all = CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new));
    try {
      if (!oneIsThere) {
        firstOf(opening, all).get();
      }
      all.get(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.debug("Not every real server is there in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("while connecting");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return opening.stream()
        .filter(CompletableFuture::isDone)
        .map(CompletableFuture::resultNow)
        .toList();
  }

  /** Done when a server is there, or none will be. */
  private static CompletableFuture<?> firstOf(
      List<CompletableFuture<Opened>> opening, CompletableFuture<?> all) {
    CompletableFuture<Void> first = new CompletableFuture<>();
    for (CompletableFuture<Opened> each : opening) {
      var _ = each.thenAccept(opened -> opened.upstream().ifPresent(_ -> first.complete(null)));
    }
    return CompletableFuture.anyOf(first, all);
  }

  private static void giveUp(List<CompletableFuture<Opened>> opening, List<Opened> results) {
    for (CompletableFuture<Opened> each : opening) {
      if (!each.cancel(false)) {
        var _ =
            each.thenAccept(
                opened -> {
                  if (!results.contains(opened)) {
                    opened.upstream().ifPresent(SmtpUpstream::abort);
                  }
                });
      }
    }
  }

  private void keep(SmtpUpstream upstream) {
    Optional.ofNullable(open.put(upstream.server().endpoint(), upstream))
        .ifPresent(SmtpUpstream::close);
  }

  private static boolean dropIfUnusable(SmtpUpstream upstream) {
    if (!upstream.isUsable()) {
      upstream.close();
      return true;
    }
    return false;
  }

  /**
   * What every server that is connected can do, and how clients log in at any of them: see {@link
   * Capabilities#and}.
   */
  Capabilities common() {
    Capabilities common =
        open.values().stream()
            .map(SmtpUpstream::capabilities)
            .reduce(Capabilities::and)
            .orElse(Capabilities.none());
    return several() ? common.withoutMechanism(SaslMechanism.CRAM_MD5) : common;
  }

  /** The ways to log in at this server that can be relayed. */
  List<SaslMechanism> mechanisms(SmtpUpstream upstream) {
    return upstream.capabilities().mechanisms().stream()
        .filter(mechanism -> !several() || !mechanism.serverSpeaksFirst())
        .toList();
  }

  /**
   * Whether a challenge that comes before the name could be another server's than the one that the
   * name tells. A server that cannot be reached now counts too: its account's response must not go
   * to another one.
   */
  private boolean several() {
    return accounts.all().stream().map(account -> account.smtp().endpoint()).distinct().count() > 1;
  }

  /** Whether this is the account's server, so that it may see how the account logs in. */
  static boolean serves(SmtpUpstream upstream, MailAccount account) {
    return upstream.server().endpoint().equals(account.smtp().endpoint());
  }

  /**
   * The account's server; connected anew where the connection is gone.
   *
   * @throws InterruptedIOException if our own server closes meanwhile
   */
  SmtpUpstream of(MailAccount account) throws IOException, Failure {
    Optional<SmtpUpstream> known = standing(account);
    if (known.isPresent()) {
      return known.get();
    }
    Opened opened = openAtOnce(List.of(account.smtp()), false).getFirst();
    if (opened.failure().isPresent()) {
      throw opened.failure().get();
    }
    keep(opened.upstream().orElseThrow());
    return opened.upstream().get();
  }

  /** The account's server if its connection still stands. */
  Optional<SmtpUpstream> standing(MailAccount account) {
    return Optional.ofNullable(open.get(account.smtp().endpoint())).filter(SmtpUpstream::isUsable);
  }

  /** Lets the other accounts' servers go. */
  void keepOnly(MailAccount account) {
    Upstream.Endpoint kept = account.smtp().endpoint();
    open.entrySet()
        .removeIf(
            entry -> {
              if (entry.getKey().equals(kept)) {
                return false;
              }
              entry.getValue().close();
              return true;
            });
  }

  @Override
  public void close() {
    open.values().forEach(SmtpUpstream::close);
    open.clear();
  }
}
