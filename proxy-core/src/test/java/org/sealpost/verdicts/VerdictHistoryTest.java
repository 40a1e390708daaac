package org.sealpost.verdicts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;
import static org.sealpost.verdicts.Desk.SIGNER;
import static org.sealpost.verdicts.Desk.T0;
import static org.sealpost.verdicts.Desk.broken;
import static org.sealpost.verdicts.Desk.evidence;
import static org.sealpost.verdicts.Desk.good;
import static org.sealpost.verdicts.Desk.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.InboundFlow;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.inbound.SignerHarvest;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.outbound.SenderFixture;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.store.Store;
import org.sealpost.testmail.Mails;
import org.sealpost.testpki.Holder;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

class VerdictHistoryTest {
  @TempDir private Path folder;
  private Path file;
  private Desk desk;

  @BeforeEach
  void open() {
    file = folder.resolve("state/sealpost.db");
    desk = new Desk(file);
    desk.revocation(SIGNER, good());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void whatWasFoundIsThereAfterOpeningAgain() {
    desk.open("<1@x>", Desk.claiming("aa", SIGNER, T0.minus(Duration.ofHours(1))));
    desk.close();
    desk = new Desk(file);
    KeptMail mail = desk.kept("<1@x>");
    assertThat(mail)
        .returns("mei@example.tw", KeptMail::account)
        .returns("1@x", KeptMail::messageId)
        .returns(List.of(Desk.MING), KeptMail::from)
        .returns(T0, KeptMail::firstOpened)
        .returns(T0, KeptMail::opened)
        .returns(VerdictKind.VALID, KeptMail::verdict);
    KeptSignature signature = mail.signatures().getFirst();
    assertThat(signature)
        .returns("aa", KeptSignature::id)
        .returns(true, KeptSignature::holds)
        .returns(Optional.of(SIGNER.certificate()), KeptSignature::signer)
        .returns(Optional.of(T0.minus(Duration.ofHours(1))), KeptSignature::claimed)
        .returns(T0, KeptSignature::judgedAsOf)
        .returns(T0, KeptSignature::assessed);
    assertThat(signature.words().english()).startsWith("The signature is valid");
    assertThat(signature.words().chinese()).startsWith("簽章有效");
    assertThat(signature.path())
        .containsExactly(
            new KeptCertificate(SIGNER.certificate(), Optional.of(good())),
            new KeptCertificate(Desk.CA.certificate(), Optional.of(good())),
            new KeptCertificate(Desk.ROOT.certificate(), Optional.empty()));
  }

  static Stream<RevocationStatus> statuses() {
    Instant due = T0.plus(Duration.ofDays(3));
    return Stream.concat(
        Stream.of(
                new Cause.NoSource(),
                new Cause.SwitchedOff(),
                new Cause.NotYet("http://a"),
                new Cause.NotReached("http://a", new Phrase.Told("No route.", "無法連線。")),
                new Cause.NotReliable("http://a", new Phrase.Told("It is false.", "不可採信。")),
                new Cause.Outdated("http://a", due),
                new Cause.ExpiredBefore("http://a", T0))
            .map(RevocationStatus.Unknown::new),
        Stream.of(
            good(),
            new RevocationStatus.Revoked(
                due, RevocationReason.CERTIFICATE_HOLD, Optional.of(T0), evidence()),
            new RevocationStatus.Revoked(
                due, RevocationReason.UNSPECIFIED, Optional.empty(), evidence())));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void whatWasKnownOfRevocationIsKept(RevocationStatus status) {
    desk.revocation(SIGNER, status);
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.kept("1@x").signatures().getFirst().path().getFirst().revocation())
        .contains(status);
  }

  @ParameterizedTest
  @EnumSource(VerdictKind.class)
  void everyVerdictHasATokenOfItsOwn(VerdictKind kind) {
    assertThat(VerdictKind.of(kind.token())).contains(kind);
  }

  @Test
  void theSameMailOpenedAgainTakesItsOwnPlace() {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofDays(1));
    desk.revocation(SIGNER, Desk.unknown());
    desk.open("<1@x>", signature("aa", SIGNER));
    assertThat(desk.history.of("1@x"))
        .singleElement()
        .returns(T0, KeptMail::firstOpened)
        .returns(T0.plus(Duration.ofDays(1)), KeptMail::opened);
  }

  @Test
  void attackAnAlteredCopyWithTheSameMessageIdStandsBesideTheMail() {
    desk.open("<1@x>", signature("aa", SIGNER));
    desk.later(Duration.ofDays(1));
    desk.open("<1@x>", broken("aa", SIGNER));
    desk.open("<1@x>", List.of("eve@example.com"), signature("aa", SIGNER));
    assertThat(desk.history.of("1@x"))
        .extracting(KeptMail::verdict)
        .containsExactly(VerdictKind.NOT_THE_SENDER, VerdictKind.INVALID, VerdictKind.VALID);
  }

  @Test
  void mailsWithoutAMessageIdAreKeptBySignature() {
    desk.open("", signature("aa", SIGNER));
    desk.open("", signature("bb", SIGNER));
    desk.open("", signature("bb", SIGNER));
    assertThat(desk.history.of("")).hasSize(2);
  }

  @Test
  void aMailWithoutAReadableSignatureIsKept() {
    desk.keep("<1@x>", List.of(Desk.MING), new Verdict.Unknown());
    assertThat(desk.kept("1@x"))
        .returns(VerdictKind.UNKNOWN, KeptMail::verdict)
        .returns(List.of(), KeptMail::signatures);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<1@x>\u001b[2J", "\u202e<1@x>\u0000", "<1@x>\u2028"})
  void attackAMessageIdWithControlCharactersIsOneSafeLine(String messageId) {
    desk.open(messageId, signature("aa", SIGNER));
    assertThat(desk.history.last(1).getFirst().messageId())
        .doesNotContainPattern("[\\p{C}\\p{Zl}]");
    assertThat(desk.history.of(messageId)).hasSize(1);
  }

  @Test
  void theLastMailsComeNewestFirst() {
    for (int i = 0; i < 5; i++) {
      desk.open("<" + i + "@x>", signature("a" + i, SIGNER));
    }
    assertThat(desk.history.last(3))
        .extracting(KeptMail::messageId)
        .containsExactly("4@x", "3@x", "2@x");
  }

  @Test
  void theOldestMailsGoWithWhatNothingElseNeeds() {
    desk.close();
    desk = new Desk(file, 2);
    Holder other = Desk.signer("Mei", T0.plus(Duration.ofDays(100)));
    Holder inBook = Desk.signer("Bo", T0.plus(Duration.ofDays(100)));
    putIntoBook(inBook.certificate());
    desk.open("<1@x>", signature("aa", other));
    desk.open("<2@x>", signature("bb", inBook));
    desk.open("<copy@x>", signature("aa", SIGNER));
    desk.later(Duration.ofMinutes(1));
    desk.open("<3@x>", signature("cc", SIGNER));

    assertThat(desk.history.last(10))
        .extracting(KeptMail::messageId)
        .containsExactly("3@x", "copy@x");
    assertThat(desk.history.first("aa")).isPresent();
    assertThat(desk.history.first("bb")).isEmpty();
    assertThat(certificates())
        .contains(inBook.certificate(), SIGNER.certificate())
        .doesNotContain(other.certificate());
  }

  private void putIntoBook(X509Certificate certificate) {
    desk.store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "insert into intermediate values (?)",
                    CertificateTable.keep(handle, certificate)));
  }

  private List<X509Certificate> certificates() {
    return desk.store
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select der from certificate")
                    .map((row, _) -> CertificateTable.parse(row.getBytes("der")))
                    .list());
  }

  @Test
  void aStoreThatCannotBeUsedKeepsNoMailBack() throws IOException {
    Path unusable = folder.resolve("folder.db");
    Files.createDirectories(unusable);
    try (Desk broken = new Desk(unusable)) {
      assertThatCode(() -> broken.open("<1@x>", signature("aa", SIGNER)))
          .doesNotThrowAnyException();
      assertThat(broken.history.first("aa")).isEmpty();
    }
  }

  @Test
  void whatWaitsIsWrittenAtTheEnd() {
    desk.history.keep(
        new JudgedMail(Optional.empty(), "<1@x>", List.of(), T0, new Verdict.Unknown(), List.of()));
    desk.close();
    desk = new Desk(file);
    assertThat(desk.kept("1@x").account()).isEmpty();
  }

  @Test
  void anotherProcessReadsWhatThisOneKeeps() throws Exception {
    desk.open("<1@x>", signature("aa", SIGNER));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    try {
      for (int i = 2; i < 30; i++) {
        desk.open("<" + i + "@x>", signature("a" + i, SIGNER));
      }
      String said = new String(other.getInputStream().readAllBytes(), UTF_8);
      assertThat(other.waitFor()).as(said).isZero();
      assertThat(said).contains("valid Ming");
    } finally {
      other.destroyForcibly();
    }
  }

  /** The other process. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) {
      try (Store store = Store.open(Path.of(args[0]));
          VerdictHistory history = new VerdictHistory(store)) {
        KeptMail mail = history.of("1@x").getFirst();
        System.out.println(mail.verdict().token() + " Ming");
      }
    }
  }

  @Test
  void nothingOfTheMailItselfIsInTheFile() throws Exception {
    Account bobSends =
        new Account("bob@example.tw", SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false);
    Content letter =
        Mails.of(
            """
            From: bob@example.tw
            To: ming@example.tw
            Subject: Quarterly-secret
            Message-ID: <letter@example.tw>

            Meet-at-the-harbour
            """);
    byte[] wire;
    try (SenderFixture bob = new SenderFixture(folder)) {
      bob.agent.token("card", BOB.signing(), BOB.encryption());
      bob.knows("ming@example.tw", MING);
      wire = Mails.written(bob.send(bobSends, letter, "ming@example.tw").getFirst().mail());
    }
    try (OpenedMail opened = flow().open(Optional.empty(), Content.of(wire), Instant.now())) {
      assertThat(Mails.text(opened.mail())).contains("Meet-at-the-harbour");
    }
    desk.history.flush();
    assertThat(desk.kept("letter@example.tw").signatures()).hasSize(1);
    desk.close();
    String all = "";
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path each : files.toList()) {
        all += Files.readString(each, ISO_8859_1);
      }
    }
    assertThat(all)
        .contains("letter@example.tw")
        .doesNotContain("Quarterly")
        .doesNotContain("harbour")
        .doesNotContain("ming@example.tw");
  }

  private InboundFlow flow() {
    FakeCardAgent agent = new FakeCardAgent();
    agent.token("card", MING.signing(), MING.encryption());
    return new InboundFlow(
        agent,
        new CertificateTrust(TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())))),
        SignerHarvest.none(),
        desk.history,
        new SpoolFactory(folder.resolve("spool"), 512),
        Clock.systemUTC(),
        Duration.ofSeconds(1),
        false);
  }
}
