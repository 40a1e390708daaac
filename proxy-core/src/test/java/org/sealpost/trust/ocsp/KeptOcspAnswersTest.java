package org.sealpost.trust.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Phrase;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

/** How long an answer is kept, and what is known for good. */
class KeptOcspAnswersTest extends OcspFixture {
  @Test
  void anAnswerIsKeptUntilItRunsOut() {
    server.answers("/ocsp", responder().updates(start, days(2))::answer);
    OcspClient client = client();
    ask(client);
    now = days(1);
    ask(client);
    assertThat(server.requests()).hasSize(1);
    now = days(2);
    server.answers("/ocsp", responder().revoked(days(1), 1)::answer);
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Revoked.class);
  }

  @Test
  void anAnswerIsKeptAWeekAtMost() {
    server.answers("/ocsp", responder().updates(start, days(30))::answer);
    OcspClient client = client();
    ask(client);
    now = days(6);
    ask(client);
    ask(client());
    assertThat(server.requests()).hasSize(1);
    now = days(8);
    ask(client);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void anAnswerOutlivesARestart() {
    server.answers("/ocsp", responder().updates(start, days(2))::answer);
    RevocationStatus first = ask(client());
    server.close();
    assertThat(ask(client())).isEqualTo(first).isInstanceOf(RevocationStatus.Good.class);
    now = days(3);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Unknown.class);
  }

  /** Whoever can block one address must not make a revoked certificate good again. */
  @Test
  void blockingTheResponderDoesNotUndoARevocation() {
    server.answers("/ocsp", responder().updates(start, days(2)).revoked(revokedAt, 1)::answer);
    OcspClient client = client();
    RevocationStatus first = ask(client);
    server.close();
    now = days(400);
    assertThat(ask(client)).isEqualTo(first).isInstanceOf(RevocationStatus.Revoked.class);
    assertThat(ask(client())).as("after a restart").isEqualTo(first);
  }

  @Test
  void blockingTheResponderDoesNotUndoARevocationThatADelegateToldOf() {
    ofDelegates =
        new RevocationStatus.Good(
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    Holder delegate = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(91)).issue();
    server.answers(
        "/ocsp",
        responder().delegate(delegate).updates(start, days(2)).revoked(revokedAt, 1)::answer);
    RevocationStatus first = ask(client());
    assertThat(first).isInstanceOf(RevocationStatus.Revoked.class);
    server.close();
    now = days(400);
    ofDelegates =
        new RevocationStatus.Unknown(
            new Cause.NotReached("http://ca.example/", Phrase.verbatim("No.")));
    assertThat(ask(client())).as("the delegate's list is blocked as well").isEqualTo(first);
  }

  @Test
  void aKeptRevocationByADelegateThatTurnsOutToBeRevokedIsAskedForAnew() {
    Holder delegate = AUTHORITY.delegateRequest().valid(start.minusSeconds(60), days(89)).issue();
    server.answers("/ocsp", responder().delegate(delegate).revoked(revokedAt, 1)::answer);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Revoked.class);
    ofDelegates =
        new RevocationStatus.Revoked(
            revokedAt,
            RevocationReason.KEY_COMPROMISE,
            Optional.empty(),
            new Evidence(Evidence.Kind.CRL, "http://ca.example/", start, Optional.empty()));
    server.answers("/ocsp", responder()::answer);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void aHoldIsAskedForAgainWhenTheAnswerRanOut() {
    server.answers("/ocsp", responder().updates(start, days(2)).revoked(revokedAt, 6)::answer);
    OcspClient client = client();
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Revoked.class);
    now = days(3);
    server.answers("/ocsp", responder()::answer);
    assertThat(ask(client)).as("released").isInstanceOf(RevocationStatus.Good.class);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Good.class);
  }

  @Test
  void anAnswerThatHadRunOutWhenItCameRevokesNothing() {
    TestResponder late = responder().updates(start.minusSeconds(7200), start.minusSeconds(60));
    assertThat(ask(late.revoked(revokedAt, 1))).isInstanceOf(RevocationStatus.Unknown.class);
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Unknown.class);
  }

  /** Somebody who can write to the folder cannot make a revoked certificate good. */
  @Test
  void aKeptAnswerIsCheckedAgain() throws Exception {
    server.answers("/ocsp", responder().revoked(revokedAt, 1)::answer);
    ask(client());
    byte[] forged =
        responder()
            .withoutNonce()
            .signedBy(STRANGER.ca(), AUTHORITY.ca().certificate())
            .answer(server.requests().getFirst().body());
    for (Path file : kept()) {
      Files.write(file, forged);
    }
    assertThat(ask(client())).isInstanceOf(RevocationStatus.Revoked.class);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void onlyTheUserCanReadWhatIsKept() throws Exception {
    Path own = folder.resolve("ocsp");
    server.answers("/ocsp", responder()::answer);
    OcspClient client = new OcspClient(fetcher, (_, _, _) -> ofDelegates, own, () -> now);
    ask(client);
    assertThat(Files.getPosixFilePermissions(own))
        .hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .hasToString("[OWNER_READ, OWNER_WRITE]"));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNoAnswer() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    server.answers("/ocsp", responder()::answer);
    OcspClient client = new OcspClient(fetcher, (_, _, _) -> ofDelegates, file, () -> now);
    assertThat(ask(client)).isInstanceOf(RevocationStatus.Good.class);
  }
}
