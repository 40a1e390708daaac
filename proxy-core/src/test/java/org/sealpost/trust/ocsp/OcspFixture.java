package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.FaultyHttpServer;
import org.sealpost.trust.fetch.HttpFetcher;
import org.sealpost.trust.revocation.RevocationSource;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** A client, a responder with faults, and a CA. */
abstract class OcspFixture {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Duration NO_PATIENCE = Duration.ZERO;
  final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  final Instant revokedAt = start.minus(Duration.ofDays(10));
  static final Authority AUTHORITY = new Authority("CN=CA");
  static final Authority STRANGER = new Authority("CN=CA");

  @TempDir Path folder;

  final FaultyHttpServer server = new FaultyHttpServer();
  final HttpFetcher fetcher = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS);
  final Holder holder = AUTHORITY.holder(server.at("/ocsp"));
  volatile Instant now = start;
  volatile RevocationStatus ofDelegates = new RevocationStatus.Unknown(new Cause.NoSource());

  @AfterEach
  void close() {
    fetcher.close();
    server.close();
  }

  TestResponder responder() {
    return new TestResponder(AUTHORITY.ca(), now);
  }

  OcspClient client() {
    InstantSource clock = () -> now;
    RevocationSource delegates = (_, _, _) -> ofDelegates;
    return new OcspClient(fetcher, delegates, folder, clock);
  }

  RevocationStatus ask(TestResponder responder) {
    server.answers("/ocsp", responder::answer);
    return ask(client());
  }

  RevocationStatus ask(OcspClient client) {
    return ask(client, holder, PATIENCE);
  }

  static RevocationStatus ask(OcspClient client, Holder holder, Duration patience) {
    return client.status(holder.certificate(), AUTHORITY.ca().certificate(), patience);
  }

  static void assertNotReliable(RevocationStatus status, String words) {
    assertUnknown(status, Cause.NotReliable.class, Cause.NotReliable::detail, words);
  }

  static void assertNotReached(RevocationStatus status, String words) {
    assertUnknown(status, Cause.NotReached.class, Cause.NotReached::detail, words);
  }

  private static <C extends Cause> void assertUnknown(
      RevocationStatus status, Class<C> kind, Function<C, Phrase> detail, String words) {
    assertThat(status)
        .isInstanceOfSatisfying(
            RevocationStatus.Unknown.class,
            unknown ->
                assertThat(unknown.cause())
                    .isInstanceOfSatisfying(
                        kind, cause -> assertThat(detail.apply(cause).english()).contains(words)));
  }

  Instant days(int days) {
    return start.plus(Duration.ofDays(days));
  }

  List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
