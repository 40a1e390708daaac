package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.JudgedSignature;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.store.Store;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.Decision;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.RevocationGap;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.verdicts.VerdictHistory;

class VerdictCommandTest {
  private static final Instant T0 = Instant.parse("2026-06-01T12:00:00Z");
  private static final Evidence EVIDENCE =
      new Evidence(
          Evidence.Kind.CRL,
          "http://crl.example.tw/1.crl",
          T0.minus(Duration.ofDays(1)),
          Optional.of(T0.plus(Duration.ofDays(1))));
  private static final RevocationStatus GOOD = new RevocationStatus.Good(EVIDENCE);

  private static X509Certificate ming;
  private static X509Certificate root;

  @TempDir Path home;
  private int signatures;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ming = certificate("CN=王小明 Ming", "ming@example.tw");
    root = certificate("CN=Test Root", "root@example.tw");
  }

  private static X509Certificate certificate(String name, String address) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    X500Name subject = new X500Name(name);
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    subject,
                    BigInteger.TWO,
                    Date.from(T0.minus(Duration.ofDays(100))),
                    Date.from(T0.plus(Duration.ofDays(100))),
                    subject,
                    keys.getPublic())
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, address)))
                .build(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate())));
  }

  @Test
  void anEmptyHistorySaysHowVerdictsComeIn() {
    CommandRun run = CommandRun.of(home, "verdict");
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("No verdicts yet");
    assertThat(CommandRun.of(home, "verdict", "--json").json()).isEmpty();
  }

  @Test
  void theLastMailsAreListedNewestFirst() throws Exception {
    for (int i = 1; i <= 25; i++) {
      keep("<" + i + "@x>", new Verdict.Valid(List.of()), GOOD);
    }
    List<String> lines = CommandRun.of(home, "verdict").out().lines().toList();
    assertThat(lines).hasSize(21);
    assertThat(lines.getFirst()).contains("OPENED").contains("MESSAGE-ID");
    assertThat(lines.get(1))
        .contains("valid")
        .contains("ming@example.tw")
        .contains("王小明 Ming")
        .endsWith("<25@x>");
    assertThat(CommandRun.of(home, "verdict", "--last", "2").out().lines()).hasSize(3);
    assertThat(CommandRun.of(home, "verdict", "--last", "0").status()).isEqualTo(2);
  }

  @Test
  void oneMailIsToldWithAllThatItsVerdictRestsOn() throws Exception {
    keep("<1@x>", new Verdict.Valid(List.of()), GOOD);
    CommandRun run = CommandRun.of(home, "verdict", "<1@x>");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Message-ID    <1@x>")
        .contains("Verdict       valid")
        .contains("The signature is valid, and it is the sender's.")
        .contains("Signer        王小明 Ming <ming@example.tw>")
        .contains(", says the signer")
        .contains(Fingerprint.of(ming).hex())
        .contains(
            "Not revoked, by the list of http://crl.example.tw/1.crl made on 2026-05-31 12:00 UTC.")
        .contains("Test Root")
        .contains("The trust anchor.")
        .doesNotContain("To do");
    assertThat(CommandRun.of(home, "verdict", "1@x").out()).isEqualTo(run.out());
  }

  @Test
  void itSpeaksTheUsersLanguage() throws Exception {
    keep(
        "<1@x>",
        unchecked(new Cause.SwitchedOff()),
        new RevocationStatus.Unknown(new Cause.SwitchedOff()));
    assertThat(CommandRun.of(home, "--language", "zh-TW", "verdict").out()).startsWith("開啟時間");
    assertThat(CommandRun.of(home, "--language=zh-TW", "verdict", "1@x").out())
        .contains("判定          未查證廢止")
        .contains("簽章正確，且為寄件者所簽。")
        .contains("簽章者        王小明 Ming <ming@example.tw>")
        .contains("sealpost trust allow " + Fingerprint.of(ming).hex());
    assertThat(CommandRun.of(home, "verdict", "2@x", "--language", "zh_tw").err()).contains("判定紀錄");
  }

  @Test
  void aMailThatIsNotThereIsAFailure() throws Exception {
    keep("<1@x>", new Verdict.Valid(List.of()), GOOD);
    CommandRun run = CommandRun.of(home, "verdict", "<2@x>");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("<2@x>").contains("no verdict is kept");
    CommandRun json = CommandRun.of(home, "verdict", "--json", "<2@x>");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.json()).isEmpty();
  }

  @Test
  void theFieldsOfTheJsonAreThoseThatArePromised() throws Exception {
    RevocationStatus revoked =
        new RevocationStatus.Revoked(
            T0, RevocationReason.KEY_COMPROMISE, Optional.of(T0.minusSeconds(9)), EVIDENCE);
    keep(
        "<1@x>",
        new Verdict.Untrusted(
            new PathProblem.Revoked(ming, (RevocationStatus.Revoked) revoked), List.of()),
        revoked);
    JsonObject mail = CommandRun.of(home, "verdict", "--json", "1@x").json().getFirst();
    assertThat(mail.keySet())
        .containsExactly(
            "messageId", "account", "from", "opened", "firstOpened", "verdict", "signatures");
    assertThat(mail.get("opened").getAsString()).isEqualTo("2026-06-01T12:00:00Z");
    JsonObject signature = mail.getAsJsonArray("signatures").get(0).getAsJsonObject();
    assertThat(signature.keySet())
        .containsExactly(
            "id",
            "verdict",
            "objection",
            "words",
            "signer",
            "claimed",
            "firstSeen",
            "judgedAsOf",
            "assessed",
            "digest",
            "weak",
            "path");
    assertThat(signature.get("verdict").getAsString()).isEqualTo("untrusted");
    assertThat(signature.get("objection").getAsString()).isEqualTo("revoked");
    assertThat(signature.getAsJsonObject("words").keySet()).containsExactly("en", "zh-TW");
    JsonObject step = signature.getAsJsonArray("path").get(0).getAsJsonObject();
    assertThat(step.keySet())
        .containsExactly(
            "subject",
            "issuer",
            "addresses",
            "serial",
            "fingerprint",
            "notBefore",
            "notAfter",
            "revocation");
    assertThat(step.getAsJsonObject("revocation").keySet())
        .containsExactly(
            "status",
            "since",
            "reason",
            "invalidSince",
            "kind",
            "source",
            "thisUpdate",
            "nextUpdate",
            "words");
  }

  static Stream<Arguments> advice() {
    RevocationStatus.Revoked revoked =
        new RevocationStatus.Revoked(
            T0, RevocationReason.KEY_COMPROMISE, Optional.empty(), EVIDENCE);
    String allow = "sealpost trust allow " + Fingerprint.of(ming).hex();
    return Stream.of(
        Arguments.of(unchecked(new Cause.NoSource()), allow, "trust import"),
        Arguments.of(unchecked(new Cause.NotYet("http://a")), "being fetched", "trust allow"),
        Arguments.of(untrusted(new PathProblem.UnknownIssuer(ming)), "trust import FILE", "Ask"),
        Arguments.of(untrusted(new PathProblem.UnknownIssuer(ming)), allow, "Ask"),
        Arguments.of(untrusted(new PathProblem.Expired(ming)), allow, "trust import"),
        Arguments.of(untrusted(new PathProblem.Revoked(ming, revoked)), "Do not", "sealpost"),
        Arguments.of(
            untrusted(
                new PathProblem.Denied(
                    root, new Decision(Decision.Kind.DENY, T0, Optional.empty(), ""))),
            "sealpost trust remove",
            "trust allow"),
        Arguments.of(untrusted(new PathProblem.BrokenAlgorithm(ming, "MD5")), "Do not", "sealpost"),
        Arguments.of(new Verdict.Invalid(Phrase.verbatim("Altered.")), "send it again", "sealpost"),
        Arguments.of(
            new Verdict.NotTheSender(ming, List.of("ming@example.tw")), "another way", "sealpost"));
  }

  @ParameterizedTest
  @MethodSource("advice")
  void adviceIsGivenWhereSomethingCanBeDone(Verdict verdict, String has, String hasNot)
      throws Exception {
    RevocationStatus status =
        verdict instanceof Verdict.Unchecked(RevocationGap gap, var _)
            ? new RevocationStatus.Unknown(gap.cause())
            : GOOD;
    keep("<1@x>", verdict, status);
    String toDo =
        CommandRun.of(home, "verdict", "1@x")
            .out()
            .lines()
            .filter(line -> line.startsWith("To do"))
            .findFirst()
            .orElse("");
    assertThat(toDo).contains(has).doesNotContain(hasNot);
  }

  @Test
  void attackASecondMailWithTheSameMessageIdDoesNotHideTheFirst() throws Exception {
    keep("<1@x>", new Verdict.Valid(List.of()), GOOD);
    keep("<1@x>", new Verdict.Invalid(Phrase.verbatim("Altered.")), GOOD);
    assertThat(CommandRun.of(home, "verdict", "1@x").out())
        .startsWith("2 mails say that they have this Message-ID.")
        .contains("Verdict       valid")
        .contains("Verdict       invalid");
  }

  @Test
  void attackASenderCannotWriteToTheTerminal() throws Exception {
    keep("<1@x>\u001b]0;x\u0007", "\u001b[2Jeve@example.com", new Verdict.Valid(List.of()), GOOD);
    String list = CommandRun.of(home, "verdict").out();
    String one = CommandRun.of(home, "verdict", "<1@x>\u001b]0;x\u0007").out();
    assertThat(list + one).doesNotContain("\u001b").doesNotContain("\u0007");
    assertThat(one).contains("eve@example.com");
  }

  private static Verdict unchecked(Cause cause) {
    return new Verdict.Unchecked(new RevocationGap(ming, cause), List.of());
  }

  private static Verdict untrusted(PathProblem problem) {
    return new Verdict.Untrusted(problem, List.of());
  }

  private void keep(String messageId, Verdict verdict, RevocationStatus status) throws Exception {
    keep(messageId, "ming@example.tw", verdict, status);
  }

  /** As the proxy does, in the state folder of the same user. */
  private void keep(String messageId, String from, Verdict verdict, RevocationStatus status)
      throws Exception {
    Settings settings = Settings.load(Optional.empty(), new Surroundings(home, Map.of()));
    SignatureCheck check =
        new SignatureCheck(
            Optional.of(ming),
            verdict instanceof Verdict.Invalid
                ? new SignatureCheck.Outcome.Broken(Phrase.verbatim("Altered."))
                : new SignatureCheck.Outcome.Holds(),
            Optional.of(T0.minus(Duration.ofMinutes(1))),
            "SHA-256",
            false,
            "a" + signatures++,
            Optional.empty(),
            List.of());
    Assessment assessment = new Assessment(verdict, List.of(ming, root), List.of(status), T0);
    try (Store store = Store.open(settings.storeFile());
        VerdictHistory history = new VerdictHistory(store)) {
      history.keep(
          new JudgedMail(
              Optional.empty(),
              messageId,
              List.of(from),
              T0,
              verdict,
              List.of(new JudgedSignature(check, assessment))));
    }
  }
}
