package org.sealpost.inbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mime.Header;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictWords;

/** Judges the signatures of a mail against the sender whom the client will show. Thread-safe. */
final class SignatureJudge {
  private final CertificateTrust trust;
  private final VerdictWords verdictWords = VerdictWords.english();
  private final Words words = Words.beside(SignatureJudge.class);

  SignatureJudge(CertificateTrust trust) {
    this.trust = trust;
  }

  /**
   * The judgement.
   *
   * @param outer the header of the mail as it came: its From is what the client shows
   * @param at the time to judge at where a signature does not tell one
   */
  Judgement judge(Peeled peeled, Header outer, Instant at) {
    Sender sender = Sender.of(outer);
    List<String> notes = notes(peeled, sender);
    List<SignatureFinding> findings = new ArrayList<>();
    List<Judgement.Good> good = new ArrayList<>();
    for (SignatureCheck check : peeled.signatures()) {
      SignatureFinding finding = finding(check, sender, at, notes);
      findings.add(finding);
      if (Judgement.isGood(finding.verdict())) {
        good.add(new Judgement.Good(check, finding.verdict()));
      }
    }
    for (String reason : peeled.unreadableSignatures()) {
      findings.add(new SignatureFinding(new Verdict.Invalid(reason), "", reason));
    }
    Optional<SignatureFinding> worst =
        findings.stream().max(Comparator.comparingInt(f -> Judgement.severity(f.verdict())));
    if (worst.isEmpty()) {
      return Judgement.withoutSignature(peeled.encryption());
    }
    Verdict verdict = worst.get().verdict();
    return new Judgement(verdict, findings, worst, Judgement.isGood(verdict) ? good : List.of());
  }

  private SignatureFinding finding(
      SignatureCheck check, Sender sender, Instant at, List<String> notes) {
    List<String> carried = check.signer().map(CertificateNames::addresses).orElse(List.of());
    Verdict verdict = trust.judge(check, sender.addresses(), at);
    List<String> reasons = new ArrayList<>();
    reasons.add(verdictWords.reason(verdict));
    if (verdict instanceof Verdict.NotTheSender) {
      whyNot(sender, carried).ifPresent(reasons::add);
    }
    reasons.addAll(notes);
    reasons.removeIf(String::isEmpty);
    return new SignatureFinding(verdict, signer(check, sender, carried), String.join(" ", reasons));
  }

  /** Why nobody could be the sender of this mail, where the fault is the From field's. */
  private Optional<String> whyNot(Sender sender, List<String> carried) {
    if (sender.fields() > 1) {
      return Optional.of(words.text("several-from"));
    }
    if (sender.addresses().isEmpty()) {
      return Optional.of(words.text("no-from"));
    }
    return sender.hasOneIn(carried) ? Optional.of(words.text("not-all-from")) : Optional.empty();
  }

  private List<String> notes(Peeled peeled, Sender sender) {
    if (peeled.asItCame()) {
      return List.of();
    }
    return ProtectedHeader.of(peeled)
        .filter(header -> !header.all("From").isEmpty())
        .map(Sender::of)
        .filter(inside -> !inside.isSameAs(sender))
        .map(inside -> words.text("other-from-inside", String.join(", ", inside.addresses())))
        .map(List::of)
        .orElse(List.of());
  }

  private static String signer(SignatureCheck check, Sender sender, List<String> carried) {
    Optional<X509Certificate> certificate = check.signer();
    return carried.stream()
        .filter(address -> sender.first().filter(address::equalsIgnoreCase).isPresent())
        .findFirst()
        .or(() -> carried.stream().findFirst())
        .or(() -> certificate.map(CertificateNames::displayName))
        .orElse("");
  }
}
