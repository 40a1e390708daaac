package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.smime.Capabilities;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

/** Which of several usable certificates mail is encrypted to, rule by rule. */
class SelectionTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final Holder OTHER_CA =
      PKI.certificate("CN=Other CA").key(KeyKind.P256).authority().issue();
  private static final Renewals RENEWALS =
      new Renewals(
          new CertificateTrust(
              TrustBasis.of(
                  TrustAnchors.of(List.of(PKI.root().certificate(), OTHER_CA.certificate())))),
          List.of());
  private static final String MING = "CN=Ming";
  private static final String STRANGER = "CN=Stranger";
  private static final Optional<Instant> NEVER = Optional.empty();

  /** An entry whose certificate is valid from a day on. */
  private static BookEntry entry(
      Holder ca,
      String subject,
      KeyKind key,
      String notBefore,
      Source.Kind kind,
      Optional<Instant> vouched,
      Optional<Instant> stated) {
    X509Certificate certificate =
        PKI.certificate(ca, subject)
            .key(key)
            .usage(KeyUsage.keyAgreement)
            .valid(day(notBefore), day("2030-01-01"))
            .issue()
            .certificate();
    return new BookEntry(
        "ming@example.tw",
        certificate,
        new Source(kind, ""),
        day("2026-01-01"),
        day("2026-01-01"),
        vouched,
        stated.map(at -> new BookEntry.Statement(at, true)),
        Capabilities.none());
  }

  private static BookEntry mail(String notBefore) {
    return mail(MING, notBefore, NEVER);
  }

  private static BookEntry mail(String notBefore, String stated) {
    return mail(MING, notBefore, Optional.of(day(stated)));
  }

  private static BookEntry mail(String subject, String notBefore, Optional<Instant> stated) {
    return entry(PKI.root(), subject, KeyKind.P256, notBefore, Source.Kind.MAIL, NEVER, stated);
  }

  private static BookEntry acknowledged(String subject, String notBefore) {
    return entry(
        PKI.root(),
        subject,
        KeyKind.P256,
        notBefore,
        Source.Kind.MAIL,
        Optional.of(day("2026-02-01")),
        NEVER);
  }

  private static BookEntry imported(String notBefore) {
    return entry(
        PKI.root(),
        MING,
        KeyKind.P256,
        notBefore,
        Source.Kind.FILE,
        Optional.of(day("2026-01-01")),
        NEVER);
  }

  private static BookEntry key(KeyKind key) {
    return entry(PKI.root(), MING, key, "2025-01-01", Source.Kind.MAIL, NEVER, NEVER);
  }

  private static Instant day(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("the newer of two", mail("2025-01-01"), mail("2024-01-01")),
        Arguments.of(
            "the one that the holder asked for since the other was made",
            mail("2024-01-01", "2025-06-01"),
            mail("2025-01-01")),
        Arguments.of(
            "the one made since the holder asked for the other",
            mail("2025-01-01"),
            mail("2024-01-01", "2024-06-01")),
        Arguments.of(
            "the one asked for last",
            mail("2024-01-01", "2025-07-01"),
            mail("2025-01-01", "2025-06-01")),
        Arguments.of(
            "the newer of two asked for at once",
            mail("2025-01-01", "2025-06-01"),
            mail("2024-01-01", "2025-06-01")),
        Arguments.of("the stronger of two as new", key(KeyKind.P384), key(KeyKind.P256)),
        Arguments.of("the stronger, whatever kind", key(KeyKind.P256), key(KeyKind.RSA_2048)),
        Arguments.of(
            "the user's own before a newer one of another holder",
            imported("2024-01-01"),
            mail(STRANGER, "2025-01-01", Optional.of(day("2026-01-01")))),
        Arguments.of(
            "the user's own before a newer one of a namesake from another CA",
            imported("2024-01-01"),
            entry(OTHER_CA, MING, KeyKind.P256, "2025-01-01", Source.Kind.MAIL, NEVER, NEVER)),
        Arguments.of(
            "a renewal before the user's own of before",
            mail("2025-01-01"),
            imported("2024-01-01")),
        Arguments.of(
            "another holder's that the user acknowledged, if it is newer",
            acknowledged(STRANGER, "2025-01-01"),
            imported("2024-01-01")),
        Arguments.of("the newer of the user's own", imported("2025-01-01"), imported("2024-01-01")),
        Arguments.of(
            "among those of mails alone another holder's, if it is newer",
            mail(STRANGER, "2025-01-01", NEVER),
            acknowledged(MING, "2024-01-01")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void mailIsEncryptedTo(String rule, BookEntry chosen, BookEntry other) {
    assertThat(sorted(chosen, other)).as(rule).containsExactly(chosen, other);
    assertThat(sorted(other, chosen)).as(rule).containsExactly(chosen, other);
  }

  private static List<BookEntry> sorted(BookEntry... entries) {
    return Selection.sorted(List.of(entries), RENEWALS);
  }

  @Test
  void theReasonIsTheRuleThatDecided() {
    BookEntry newest = mail("2025-01-01");
    BookEntry old = mail("2024-01-01");
    BookEntry wanted = mail("2024-06-01", "2025-06-01");
    BookEntry strong = key(KeyKind.P384);
    BookEntry own = imported("2024-01-01");
    BookEntry stranger = mail(STRANGER, "2025-01-01", NEVER);
    assertThat(reason(newest, old)).isEqualTo(Standing.Reason.NEWER);
    assertThat(reason(wanted, newest)).isEqualTo(Standing.Reason.ASKED_FOR);
    assertThat(reason(strong, newest)).isEqualTo(Standing.Reason.STRONGER);
    assertThat(reason(newest, mail("2025-01-01"))).isEqualTo(Standing.Reason.ALIKE);
    assertThat(Selection.behind(own, stranger, List.of(own, stranger), RENEWALS))
        .isEqualTo(new Standing.BehindOwnWord(own.certificate()));
  }

  private static Standing.Reason reason(BookEntry chosen, BookEntry other) {
    Standing standing = Selection.behind(chosen, other, List.of(chosen, other), RENEWALS);
    assertThat(standing).isInstanceOf(Standing.Behind.class);
    return ((Standing.Behind) standing).reason();
  }
}
