package org.sealpost.server.smtp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sealpost.failure.Failure;
import org.sealpost.server.MailAccount;
import org.sealpost.server.MailAccounts;
import org.sealpost.server.Upstream;

/**
 * The real servers that one client may mean: all that its accounts have, until AUTH or MAIL tells
 * which account it is. Used by the session's thread.
 */
final class Upstreams implements AutoCloseable {
  private final MailAccounts accounts;
  private final Opener opener;
  private final Map<Endpoint, SmtpUpstream> open = new LinkedHashMap<>();
  private String helloName = "";

  /** Connects to a server. Thread-safe. */
  @FunctionalInterface
  interface Opener {
    SmtpUpstream open(Upstream server, String helloName) throws Failure;
  }

  private record Endpoint(String host, int port, Upstream.Mode mode) {
    static Endpoint of(Upstream server) {
      return new Endpoint(server.host(), server.port(), server.mode());
    }
  }

  private record Opened(Optional<SmtpUpstream> upstream, Optional<Failure> failure) {}

  Upstreams(MailAccounts accounts, Opener opener) {
    this.accounts = accounts;
    this.opener = opener;
  }

  /**
   * Connects to every server, at once, that is not connected yet.
   *
   * @throws Failure the first one's, if none can be reached
   */
  void openAll(String name) throws Failure {
    helloName = name;
    Map<Endpoint, Upstream> wanted = new LinkedHashMap<>();
    for (MailAccount account : accounts.all()) {
      wanted.putIfAbsent(Endpoint.of(account.smtp()), account.smtp());
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

  private List<Opened> openAtOnce(List<Upstream> servers) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Opened>> opening =
          servers.stream().map(server -> threads.submit(() -> tryOpen(server))).toList();
      return opening.stream().map(Upstreams::result).toList();
    }
  }

  private static Opened result(Future<Opened> opening) {
    try {
      return opening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while connecting", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Opened tryOpen(Upstream server) {
    try {
      return new Opened(Optional.of(opener.open(server, helloName)), Optional.empty());
    } catch (Failure e) {
      return new Opened(Optional.empty(), Optional.of(e));
    }
  }

  private void keep(SmtpUpstream upstream) {
    Optional.ofNullable(open.put(Endpoint.of(upstream.server()), upstream))
        .ifPresent(SmtpUpstream::close);
  }

  private static boolean dropIfUnusable(SmtpUpstream upstream) {
    if (!upstream.isUsable()) {
      upstream.close();
      return true;
    }
    return false;
  }

  /** What every server that is connected can do. */
  Capabilities common() {
    Capabilities common =
        open.values().stream()
            .map(SmtpUpstream::capabilities)
            .reduce(Capabilities::and)
            .orElse(Capabilities.none());
    // Its challenge comes before the name that would tell which server is to make it. A server that
    // cannot be reached now counts too: its account's response must not go to another one.
    return several() ? common.withoutMechanism("CRAM-MD5") : common;
  }

  private boolean several() {
    return accounts.all().stream().map(MailAccount::smtp).map(Endpoint::of).distinct().count() > 1;
  }

  /** Whether this is the account's server, so that it may see how the account logs in. */
  static boolean serves(SmtpUpstream upstream, MailAccount account) {
    return Endpoint.of(upstream.server()).equals(Endpoint.of(account.smtp()));
  }

  /** The account's server; connected anew where the connection is gone. */
  SmtpUpstream of(MailAccount account) throws Failure {
    Optional<SmtpUpstream> known =
        Optional.ofNullable(open.get(Endpoint.of(account.smtp()))).filter(SmtpUpstream::isUsable);
    if (known.isPresent()) {
      return known.get();
    }
    SmtpUpstream opened = opener.open(account.smtp(), helloName);
    keep(opened);
    return opened;
  }

  /** The account's server if its connection still stands. */
  Optional<SmtpUpstream> standing(MailAccount account) {
    return Optional.ofNullable(open.get(Endpoint.of(account.smtp())))
        .filter(SmtpUpstream::isUsable);
  }

  /** Lets the other accounts' servers go. */
  void keepOnly(MailAccount account) {
    Endpoint kept = Endpoint.of(account.smtp());
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
