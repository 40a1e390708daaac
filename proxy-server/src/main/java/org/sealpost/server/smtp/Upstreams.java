package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sealpost.failure.Failure;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.SaslMechanism;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.session.IdleSessions;

/**
 * The real servers that one client may mean: all that its accounts have, until AUTH or MAIL tells
 * which account it is. Used by the session's thread.
 */
final class Upstreams implements AutoCloseable {
  private final MailAccounts accounts;
  private final Opener opener;
  private final IdleSessions idle;
  private final Map<Upstream.Endpoint, SmtpUpstream> open = new LinkedHashMap<>();
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
   * Connects to every server, at once, that is not connected yet.
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
    List<Opened> results = openAtOnce(List.copyOf(wanted.values()));
    for (Opened result : results) {
      result.upstream().ifPresent(this::keep);
    }
    if (open.isEmpty()) {
      throw results.getFirst().failure().orElseThrow();
    }
  }

  /**
   * Nothing of the client's is under way meanwhile, so that our own server need not wait for it.
   */
  private List<Opened> openAtOnce(List<Upstream> servers) throws IOException {
    List<CompletableFuture<Opened>> opening = servers.stream().map(this::opening).toList();
    boolean settled = false;
    try {
      List<Opened> results = idle.await(() -> results(opening));
      settled = true;
      return results;
    } finally {
      if (!settled) {
        opening.forEach(Upstreams::giveUp);
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

  private static List<Opened> results(List<CompletableFuture<Opened>> opening)
      throws InterruptedIOException {
    List<Opened> results = new ArrayList<>();
    for (CompletableFuture<Opened> each : opening) {
      try {
        results.add(each.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("while connecting");
        interrupted.initCause(e);
        throw interrupted;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }

  private static void giveUp(CompletableFuture<Opened> opening) {
    if (!opening.cancel(false)) {
      var _ = opening.thenAccept(opened -> opened.upstream().ifPresent(SmtpUpstream::abort));
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
    Opened opened = openAtOnce(List.of(account.smtp())).getFirst();
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
