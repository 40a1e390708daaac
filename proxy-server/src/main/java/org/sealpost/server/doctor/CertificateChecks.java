package org.sealpost.server.doctor;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.failure.Phrase;
import org.sealpost.keys.HeldKey;
import org.sealpost.outbound.SignerChoice;
import org.sealpost.policy.Account;
import org.sealpost.policy.SignPolicy;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.VerdictWords;

/** The certificates on the tokens, and what they are to each account. */
final class CertificateChecks {
  private static final Duration SOON = Duration.ofDays(30);

  private final AgentView agent;
  private final CertificateTrust trust;
  private final Instant now;

  CertificateChecks(AgentView agent, CertificateTrust trust, Instant now) {
    this.agent = agent;
    this.trust = trust;
    this.now = now;
  }

  List<Finding> certificates() {
    List<Finding> findings = new ArrayList<>();
    if (agent.hasUnknownCertificates()) {
      findings.add(
          new Finding(
              Check.CERTIFICATE,
              "",
              State.SKIPPED,
              Doctor.WORDS.phrase("certificate.unknown"),
              Doctor.WORDS.phrase("certificate.unknown.mend")));
    }
    agent.keys().stream().filter(HeldKey::present).forEach(key -> findings.add(certificate(key)));
    if (findings.isEmpty()) {
      findings.add(
          Finding.skipped(Check.CERTIFICATE, "", Doctor.WORDS.phrase("certificate.no-token")));
    }
    return findings;
  }

  private Finding certificate(HeldKey key) {
    X509Certificate certificate = key.certificate();
    Phrase subject =
        Doctor.WORDS.phrase(
            "certificate.subject", CertificateNames.displayName(certificate), purposes(key));
    Phrase facts = facts(certificate);
    Optional<PathProblem> problem = problem(key);
    if (problem.isPresent()) {
      return new Finding(
          Check.CERTIFICATE,
          subject,
          State.WARNING,
          new Phrase.Sentences(List.of(VerdictWords.problem(problem.get()), facts)),
          mend(problem.get()));
    }
    Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
    return left.compareTo(SOON) < 0
        ? new Finding(
            Check.CERTIFICATE,
            subject,
            State.WARNING,
            new Phrase.Sentences(
                List.of(Doctor.WORDS.phrase("certificate.soon", left.toDays()), facts)),
            Doctor.WORDS.phrase("certificate.renew"))
        : Finding.ok(Check.CERTIFICATE, subject, facts);
  }

  private Optional<PathProblem> problem(HeldKey key) {
    CertificateUsage usage =
        key.isFor(KeyPurpose.SIGN) ? CertificateUsage.SIGNING : CertificateUsage.ENCRYPTION;
    List<String> addresses = CertificateNames.addresses(key.certificate());
    return trust.problem(key.certificate(), key.chain(), addresses, usage, now);
  }

  private static Phrase mend(PathProblem problem) {
    return Doctor.WORDS.phrase(
        switch (problem) {
          case PathProblem.NoAnchors _,
              PathProblem.UnknownIssuer _,
              PathProblem.UnknownRoot _,
              PathProblem.NotIssued _ ->
              "certificate.anchor";
          case PathProblem.NotYetValid _ -> "certificate.clock";
          case PathProblem.Expired _ -> "certificate.renew";
          default -> "certificate.replace";
        });
  }

  private static Phrase facts(X509Certificate certificate) {
    List<String> addresses = CertificateNames.addresses(certificate);
    return Doctor.WORDS.phrase(
        addresses.isEmpty() ? "certificate.facts-nameless" : "certificate.facts",
        String.join(", ", addresses),
        day(certificate),
        CertificateNames.issuerName(certificate));
  }

  private static Phrase purposes(HeldKey key) {
    boolean signs = key.isFor(KeyPurpose.SIGN);
    String both = key.isFor(KeyPurpose.DECRYPT) ? "both" : "sign";
    return Doctor.WORDS.phrase("purpose." + (signs ? both : "decrypt"));
  }

  private static LocalDate day(X509Certificate certificate) {
    return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneId.systemDefault());
  }

  /**
   * Whether an account can sign as each of its addresses, and whether its own copies can be
   * encrypted.
   */
  List<Finding> account(Account account) {
    return account.addresses().map(address -> account(account, address)).toList();
  }

  private Finding account(Account account, String address) {
    Phrase subject = subject(account, address);
    if (agent.problem().isPresent() || agent.usable().isEmpty()) {
      return Finding.skipped(Check.ACCOUNT, subject, Doctor.WORDS.phrase("account.unknown"));
    }
    List<HeldKey> present = agent.keys().stream().filter(HeldKey::present).toList();
    return switch (SignerChoice.of(present, account, address, now)) {
      case SignerChoice.Chosen(HeldKey key) -> signing(account, address, key, present);
      case SignerChoice.None _ when agent.hasUnknownCertificates() ->
          new Finding(
              Check.ACCOUNT,
              subject,
              State.SKIPPED,
              Doctor.WORDS.phrase("account.after-unlock"),
              Doctor.WORDS.phrase("certificate.unknown.mend"));
      case SignerChoice.None _ -> cannotSign(account, address, present);
    };
  }

  private static boolean isAlias(Account account, String address) {
    return !address.equals(account.address());
  }

  private static Phrase subject(Account account, String address) {
    return isAlias(account, address)
        ? Doctor.WORDS.phrase("account.alias", address, account.address())
        : Phrase.verbatim(address);
  }

  private Finding signing(Account account, String address, HeldKey signer, List<HeldKey> present) {
    Phrase detail =
        Doctor.WORDS.phrase(
            CertificateNames.addresses(signer.certificate()).isEmpty()
                ? "account.ok-nameless"
                : "account.ok",
            CertificateNames.displayName(signer.certificate()),
            day(signer.certificate()));
    boolean receives =
        isAlias(account, address)
            || present.stream()
                .filter(key -> key.isFor(KeyPurpose.DECRYPT) && isFor(key, account, signer))
                .anyMatch(
                    key ->
                        CertificateTrust.encryptionProblemOfItself(key.certificate(), now)
                            .isEmpty());
    return receives
        ? Finding.ok(Check.ACCOUNT, subject(account, address), detail)
        : new Finding(
            Check.ACCOUNT,
            account.address(),
            State.WARNING,
            new Phrase.Sentences(List.of(detail, Doctor.WORDS.phrase("account.no-encryption"))),
            Doctor.WORDS.phrase("account.no-encryption.mend"));
  }

  private static boolean isFor(HeldKey key, Account account, HeldKey signer) {
    List<String> addresses = CertificateNames.addresses(key.certificate());
    return addresses.isEmpty()
        ? key.ref().tokenId().equals(signer.ref().tokenId())
        : addresses.contains(comparable(account.address()));
  }

  private static String comparable(String address) {
    return MailAddress.normalise(address).orElse(address);
  }

  private static Finding cannotSign(Account account, String address, List<HeldKey> present) {
    List<HeldKey> signing =
        present.stream()
            .filter(key -> key.isFor(KeyPurpose.SIGN))
            .sorted(Comparator.comparing(key -> key.ref().keyId()))
            .toList();
    List<String> addresses =
        signing.stream()
            .flatMap(key -> CertificateNames.addresses(key.certificate()).stream())
            .distinct()
            .toList();
    boolean nameless =
        signing.stream().anyMatch(key -> CertificateNames.addresses(key.certificate()).isEmpty());
    String wording;
    if (signing.isEmpty()) {
      wording = "account.no-certificate";
    } else if (addresses.contains(comparable(address))
        || (nameless && account.signWithoutAddress())) {
      wording = "account.unusable";
    } else if (nameless) {
      wording = "account.nameless";
    } else {
      wording = "account.other-address";
    }
    boolean otherAlias = isAlias(account, address) && wording.equals("account.other-address");
    return new Finding(
        Check.ACCOUNT,
        subject(account, address),
        account.sign() == SignPolicy.NEVER ? State.WARNING : State.FAILED,
        Doctor.WORDS.phrase(wording, String.join(", ", addresses)),
        Doctor.WORDS.phrase(otherAlias ? "account.alias-not-in.mend" : wording + ".mend"));
  }
}
