package org.sealpost.inbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mime.Header;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictWords;

/** Judges the signatures of a mail against the sender whom the client will show. Thread-safe. */
final class SignatureJudge {
  private final CertificateTrust trust;
  private final Words words = Words.beside(SignatureJudge.class);

  SignatureJudge(CertificateTrust trust) {
    this.trust = trust;
  }

  /**
   * The judgement.
   *
   * @param outer the header of the mail as it came: its From is what the client shows
   * @param at the time to judge at
   */
  Judgement judge(Peeled peeled, Header outer, Instant at) {
    Sender sender = Sender.of(outer);
    List<Phrase> notes = notes(peeled, sender);
    List<SignatureFinding> findings = new ArrayList<>();
    List<JudgedSignature> judged = new ArrayList<>();
    for (SignatureCheck check : peeled.signatures()) {
      Assessment assessment = trust.assess(check, sender.addresses(), at);
      Phrase also = also(check, assessment.verdict(), sender, notes);
      judged.add(new JudgedSignature(check, assessment, also));
      findings.add(finding(check, assessment.verdict(), sender, also));
    }
    for (Phrase words : peeled.unreadableSignatures()) {
      findings.add(new SignatureFinding(new Verdict.Invalid(words), "", words));
      judged.add(JudgedSignature.unreadable(words, at));
    }
    Optional<SignatureFinding> worst =
        findings.stream().max(Comparator.comparing(f -> f.verdict().kind()));
    if (worst.isEmpty()) {
      return Judgement.withoutSignature(peeled);
    }
    return new Judgement(worst.get().verdict(), findings, worst, judged);
  }

  private SignatureFinding finding(
      SignatureCheck check, Verdict verdict, Sender sender, Phrase also) {
    return new SignatureFinding(
        verdict,
        signer(check, sender, carried(check)),
        new Phrase.Sentences(List.of(VerdictWords.reason(verdict), also)));
  }

  private Phrase also(SignatureCheck check, Verdict verdict, Sender sender, List<Phrase> notes) {
    List<Phrase> also = new ArrayList<>();
    if (verdict instanceof Verdict.NotTheSender) {
      whyNot(sender, carried(check)).ifPresent(also::add);
    }
    also.addAll(notes);
    return new Phrase.Sentences(also);
  }

  private static List<String> carried(SignatureCheck check) {
    return check.signer().map(CertificateNames::addresses).orElse(List.of());
  }

  /** Why nobody could be the sender of this mail, where the fault is the From field's. */
  private Optional<Phrase> whyNot(Sender sender, List<String> carried) {
    if (sender.fields() > 1) {
      return Optional.of(words.phrase("several-from"));
    }
    if (sender.addresses().isEmpty()) {
      return Optional.of(words.phrase("no-from"));
    }
    return sender.hasOneIn(carried) ? Optional.of(words.phrase("not-all-from")) : Optional.empty();
  }

  private List<Phrase> notes(Peeled peeled, Sender sender) {
    if (peeled.asItCame()) {
      return List.of();
    }
    return ProtectedHeader.of(peeled)
        .filter(header -> !header.all("From").isEmpty())
        .map(Sender::of)
        .filter(inside -> !inside.isSameAs(sender))
        .map(inside -> words.phrase("other-from-inside", String.join(", ", inside.addresses())))
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
