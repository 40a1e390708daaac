package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.trust.Mint.NOW;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;

class VerdictWordsTest {
  private static final X509Certificate CERTIFICATE = Mint.nameless("CN=Ming").make().certificate();

  private static final Evidence EVIDENCE =
      new Evidence(Evidence.Kind.CRL, "http://ca.example/list.crl", NOW, Optional.empty());
  private static final Decision ALLOWED =
      new Decision(Decision.Kind.ALLOW, NOW, Optional.of(NOW), "We met.");

  static Stream<Verdict> verdicts() {
    return Stream.of(
        new Verdict.Valid(List.of()),
        new Verdict.Unchecked(
            new RevocationGap(CERTIFICATE, new Cause.NotYet("http://ca.example/")), List.of()),
        new Verdict.Untrusted(new Objection.NoCertificate(), List.of()),
        new Verdict.Invalid(Phrase.verbatim("R.")),
        new Verdict.NotTheSender(CERTIFICATE, List.of("mallory@example.org")),
        new Verdict.TrustedByYou(ALLOWED, new PathProblem.UnknownIssuer(CERTIFICATE), List.of()),
        new Verdict.Unsigned(),
        new Verdict.Unknown());
  }

  static Stream<Cause> causes() {
    return Stream.of(
        new Cause.NoSource(),
        new Cause.NotReached("http://ca.example/", Phrase.verbatim("It is down.")),
        new Cause.NotYet("http://ca.example/"),
        new Cause.Outdated("http://ca.example/", NOW),
        new Cause.NotReliable("http://ca.example/", Phrase.verbatim("It is false.")),
        new Cause.ExpiredBefore("http://ca.example/", NOW),
        new Cause.SwitchedOff());
  }

  static Stream<Remark> remarks() {
    return Stream.of(
        new Remark.ClaimedInFuture(NOW, NOW),
        new Remark.OnlyClaimed(NOW),
        new Remark.SeenBefore(NOW),
        new Remark.ExpiredSince(CERTIFICATE),
        new Remark.RevokedSince(CERTIFICATE, NOW),
        new Remark.Bound("ming@example.tw", NOW),
        new Remark.WeakSignature("SHA-1", CERTIFICATE),
        new Remark.WeakCertificate(CERTIFICATE, "SHA-1"),
        new Remark.WeakCertificate(CERTIFICATE, "RSA-1024"));
  }

  static Stream<PathProblem> problems() {
    return Stream.of(
        new PathProblem.NoAnchors(CERTIFICATE),
        new PathProblem.UnknownIssuer(CERTIFICATE),
        new PathProblem.UnknownRoot(CERTIFICATE),
        new PathProblem.NotIssued(CERTIFICATE),
        new PathProblem.TooManyCertificates(CERTIFICATE),
        new PathProblem.Expired(CERTIFICATE),
        new PathProblem.NotYetValid(CERTIFICATE),
        new PathProblem.WrongUsage(CERTIFICATE, CertificateUsage.SIGNING),
        new PathProblem.WrongUsage(CERTIFICATE, CertificateUsage.ENCRYPTION),
        new PathProblem.NotForMail(CERTIFICATE),
        new PathProblem.NotAnAuthority(CERTIFICATE),
        new PathProblem.PathTooLong(CERTIFICATE),
        new PathProblem.NameNotAllowed(CERTIFICATE),
        new PathProblem.UnknownCriticalExtension(CERTIFICATE),
        new PathProblem.BrokenAlgorithm(CERTIFICATE, "MD5"),
        new PathProblem.WeakKey(CERTIFICATE, "RSA-1024"),
        new PathProblem.Malformed(CERTIFICATE, "Odd."),
        new PathProblem.OutsideScope(CERTIFICATE, CERTIFICATE),
        new PathProblem.Revoked(CERTIFICATE, revoked(RevocationReason.KEY_COMPROMISE)),
        new PathProblem.Revoked(CERTIFICATE, revoked(RevocationReason.CERTIFICATE_HOLD)),
        new PathProblem.RevocationUnknown(CERTIFICATE, new Cause.NoSource()),
        new PathProblem.Denied(CERTIFICATE, ALLOWED));
  }

  private static RevocationStatus.Revoked revoked(RevocationReason reason) {
    return new RevocationStatus.Revoked(NOW, reason, Optional.empty(), EVIDENCE);
  }

  @Test
  void everyCaseIsAmongThese() {
    assertThat(kinds(problems())).isEqualTo(PathProblem.class.getPermittedSubclasses().length);
    assertThat(kinds(verdicts())).isEqualTo(Verdict.class.getPermittedSubclasses().length);
    assertThat(kinds(causes())).isEqualTo(Cause.class.getPermittedSubclasses().length);
    assertThat(kinds(remarks())).isEqualTo(Remark.class.getPermittedSubclasses().length);
  }

  private static long kinds(Stream<?> cases) {
    return cases.map(Object::getClass).distinct().count();
  }

  @ParameterizedTest
  @MethodSource
  void problems(PathProblem problem) {
    assertTold(VerdictWords.problem(problem), "Ming");
  }

  @ParameterizedTest
  @MethodSource
  void verdicts(Verdict verdict) {
    assertTold(VerdictWords.sentence(verdict), "");
  }

  @ParameterizedTest
  @MethodSource
  void causes(Cause cause) {
    assertTold(VerdictWords.revocation(new RevocationStatus.Unknown(cause)), "");
    RevocationGap gap = new RevocationGap(CERTIFICATE, cause);
    assertTold(VerdictWords.reason(new Verdict.Unchecked(gap, List.of())), "Ming");
  }

  @ParameterizedTest
  @MethodSource
  void remarks(Remark remark) {
    assertTold(VerdictWords.reason(new Verdict.Valid(List.of(remark))), "");
  }

  @ParameterizedTest
  @EnumSource
  void reasonsOfRevocation(RevocationReason reason) {
    assertTold(VerdictWords.revocation(revoked(reason)), "http://ca.example/list.crl");
  }

  /** A whole sentence in both languages, and not the same. */
  private static void assertTold(Phrase phrase, String contained) {
    String english = phrase.in(Locale.ENGLISH);
    String chinese = phrase.in(Phrase.TAIWAN);
    assertThat(english).contains(contained).endsWith(".").doesNotContain("{").doesNotContain("''");
    assertThat(chinese).contains(contained).doesNotContain("{").isNotEqualTo(english);
    assertThat(chinese.codePoints().anyMatch(Character::isIdeographic)).isTrue();
  }

  @Test
  void whatIsToldInOneLanguageIsToldInTheOther() {
    Set<String> english = keys("messages.properties");
    assertThat(keys("messages_zh_TW.properties")).isEqualTo(english);
  }

  private static Set<String> keys(String bundle) {
    try (InputStream in = VerdictWords.class.getResourceAsStream(bundle)) {
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new TreeSet<>(properties.stringPropertyNames());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theReasonIsEmptyWhereNothingIsToBeSaid() {
    assertThat(VerdictWords.reason(new Verdict.Valid(List.of())).english()).isEmpty();
    assertThat(VerdictWords.reason(new Verdict.Unsigned()).english()).isEmpty();
    assertThat(VerdictWords.reason(new Verdict.Invalid(Phrase.verbatim("Why."))).english())
        .isEqualTo("Why.");
  }

  @Test
  void badSignatureNoSignatureAndSomeoneElsesSoundDifferent() {
    for (Locale locale : List.of(Locale.ENGLISH, Phrase.TAIWAN)) {
      assertThat(verdicts().map(verdict -> VerdictWords.sentence(verdict).in(locale)))
          .doesNotHaveDuplicates();
    }
    assertThat(Arrays.asList(verdicts().map(Verdict::token).toArray()))
        .containsExactly(
            "valid",
            "unchecked",
            "untrusted",
            "invalid",
            "not-the-sender",
            "trusted-by-you",
            "unsigned",
            "unknown");
  }
}
