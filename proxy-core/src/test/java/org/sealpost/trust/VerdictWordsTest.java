package org.sealpost.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictWordsTest {
  private static final X509Certificate CERTIFICATE = Mint.nameless("CN=Ming").make().certificate();

  private final VerdictWords words = VerdictWords.english();

  static Stream<Verdict> verdicts() {
    return Stream.of(
        new Verdict.Valid(),
        new Verdict.Unchecked("R."),
        new Verdict.Untrusted("R."),
        new Verdict.Invalid("R."),
        new Verdict.NotTheSender("mallory@example.org"),
        new Verdict.Unsigned(),
        new Verdict.Unknown());
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
        new PathProblem.Malformed(CERTIFICATE, "odd"));
  }

  @Test
  void everyProblemHasWords() {
    assertThat(problems().map(PathProblem::getClass).distinct().count())
        .isEqualTo(PathProblem.class.getPermittedSubclasses().length);
    assertThat(verdicts().count()).isEqualTo(Verdict.class.getPermittedSubclasses().length);
  }

  @ParameterizedTest
  @MethodSource
  void problems(PathProblem problem) {
    assertThat(words.problem(problem)).contains("Ming").doesNotContain("{").doesNotContain("''");
  }

  @ParameterizedTest
  @MethodSource
  void verdicts(Verdict verdict) {
    assertThat(words.sentence(verdict)).endsWith(".").doesNotContain("{").doesNotContain("''");
  }

  @Test
  void theReasonIsEmptyWhereNothingIsToBeSaid() {
    assertThat(words.reason(new Verdict.Valid())).isEmpty();
    assertThat(words.reason(new Verdict.Unsigned())).isEmpty();
    assertThat(words.reason(new Verdict.Untrusted("Why."))).isEqualTo("Why.");
  }

  @Test
  void badSignatureNoSignatureAndSomeoneElsesSoundDifferent() {
    assertThat(verdicts().map(words::sentence)).doesNotHaveDuplicates();
    assertThat(Arrays.asList(verdicts().map(Verdict::token).toArray()))
        .containsExactly(
            "valid", "unchecked", "untrusted", "invalid", "not-the-sender", "unsigned", "unknown");
  }
}
