package org.sealpost.server.doctor;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.server.pop3.Pop3Probe;
import org.sealpost.server.smtp.SmtpProbe;
import org.sealpost.trust.PlainText;

/** The accounts' real servers, visited side by side; each server once. */
final class ServerChecks implements AutoCloseable {
  private final Duration patience;
  private final Network network = new Network(Duration.ZERO);
  private final List<Visit> visits = new ArrayList<>();

  /**
   * What a visit found.
   *
   * @param clock whether the certificate's validity tells of a wrong clock
   */
  record Result(Finding finding, ClockEvidence clock) {}

  /** What a server's certificate says about this computer's clock. */
  enum ClockEvidence {
    /** It is valid by this clock. */
    AGREES,
    /** By this clock it is not valid yet. */
    BEHIND,
    /** By this clock it is no longer valid. */
    AHEAD,
    NONE
  }

  private record Visit(Check check, ServerSettings server, CompletableFuture<Result> result) {
    String subject() {
      return server.host() + ":" + server.port();
    }
  }

  /** How a protocol is spoken. */
  @FunctionalInterface
  private interface Probe {
    List<String> mechanisms(Network network, Upstream server, Duration timeout)
        throws IOException, Failure;
  }

  /**
   * Begins.
   *
   * @param patience for connecting, and for each answer
   */
  ServerChecks(Settings settings, Duration patience) {
    this.patience = patience;
    List<AccountSettings> accounts = settings.accounts();
    servers(accounts.stream().flatMap(account -> account.smtp().stream()))
        .forEach(server -> visit(Check.SMTP, server, settings, SmtpProbe::mechanisms));
    servers(accounts.stream().flatMap(account -> account.pop3().stream()))
        .forEach(server -> visit(Check.POP3, server, settings, Pop3Probe::mechanisms));
  }

  private static List<ServerSettings> servers(Stream<ServerSettings> all) {
    return all.distinct().toList();
  }

  private void visit(Check check, ServerSettings server, Settings settings, Probe probe) {
    Visit visit = new Visit(check, server, new CompletableFuture<>());
    visits.add(visit);
    Thread.ofVirtual()
        .name("doctor-" + visit.subject())
        .start(
            () -> {
              try {
                visit.result.complete(result(visit, settings, probe));
              } catch (RuntimeException e) {
                visit.result.completeExceptionally(e);
              }
            });
  }

  private Result result(Visit visit, Settings settings, Probe probe) {
    try {
      ServerSettings server = visit.server;
      Upstream upstream =
          new Upstream(
              server.host(),
              server.port(),
              server.tls(),
              TlsClient.of(server.host(), TlsTrust.of(settings.upstream().trustedCertificates())));
      return reached(visit, probe.mechanisms(network, upstream, patience));
    } catch (IOException | Failure e) {
      return failed(visit, Telling.of(e), e);
    }
  }

  private static Result reached(Visit visit, List<String> mechanisms) {
    String offered = PlainText.of(String.join(", ", mechanisms));
    if (visit.server.tls() == Upstream.Mode.NONE) {
      return new Result(warning(visit, "server.clear-text", offered), ClockEvidence.NONE);
    }
    Finding finding =
        mechanisms.isEmpty()
            ? warning(visit, "server.no-login", "")
            : Finding.ok(visit.check, visit.subject(), Doctor.WORDS.phrase("server.ok", offered));
    return new Result(finding, ClockEvidence.AGREES);
  }

  private static Finding warning(Visit visit, String wording, String offered) {
    return new Finding(
        visit.check,
        visit.subject(),
        State.WARNING,
        Doctor.WORDS.phrase(wording, offered),
        Doctor.WORDS.phrase(wording + ".mend"));
  }

  private static Result failed(Visit visit, Phrase words, Exception cause) {
    Finding finding = Finding.of(visit.check, visit.subject(), State.FAILED, words);
    if (!finding.tellsHow()) {
      finding =
          new Finding(
              visit.check,
              visit.subject(),
              State.FAILED,
              finding.detail(),
              Doctor.WORDS.phrase("server.mend"));
    }
    return new Result(finding, clock(cause));
  }

  private static ClockEvidence clock(Exception cause) {
    if (has(cause, CertificateNotYetValidException.class::isInstance)) {
      return ClockEvidence.BEHIND;
    }
    return has(cause, CertificateExpiredException.class::isInstance)
        ? ClockEvidence.AHEAD
        : ClockEvidence.NONE;
  }

  private static boolean has(Throwable thrown, Predicate<Throwable> wanted) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).anyMatch(wanted);
  }

  /** Waits for all. */
  List<Result> results() throws InterruptedException {
    // Connecting, TLS and three answers.
    long deadline = System.nanoTime() + patience.multipliedBy(3).toNanos();
    List<Result> results = new ArrayList<>();
    for (Visit visit : visits) {
      results.add(await(visit, deadline - System.nanoTime()));
    }
    return results;
  }

  private static Result await(Visit visit, long nanos) throws InterruptedException {
    try {
      return visit.result.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return failed(visit, Doctor.WORDS.phrase("server.endless"), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
