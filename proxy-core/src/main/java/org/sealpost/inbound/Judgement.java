package org.sealpost.inbound;

import java.util.List;
import java.util.Optional;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.trust.Verdict;

/**
 * What a mail's signatures are worth.
 *
 * @param findings one for each signature, the outermost first
 * @param deciding the finding that gave the mail its verdict
 * @param judged each signature that could be read, with what its verdict rests on
 */
record Judgement(
    Verdict verdict,
    List<SignatureFinding> findings,
    Optional<SignatureFinding> deciding,
    List<JudgedSignature> judged) {
  Judgement {
    findings = List.copyOf(findings);
    judged = List.copyOf(judged);
  }

  /** What is to be said where no signature was seen: none can be, in a mail that stays closed. */
  static Judgement withoutSignature(Peeled peeled) {
    return peeled.isCompressed()
        ? withoutSignature(new Verdict.Unknown())
        : withoutSignature(peeled.encryption());
  }

  /** As the other, of a mail with this encryption around it. */
  static Judgement withoutSignature(Encryption encryption) {
    return withoutSignature(
        encryption instanceof Encryption.Failed ? new Verdict.Unknown() : new Verdict.Unsigned());
  }

  private static Judgement withoutSignature(Verdict verdict) {
    return new Judgement(verdict, List.of(), Optional.empty(), List.of());
  }

  /** The signatures that hold, trusted and by the sender, if no other spoils the mail. */
  List<JudgedSignature> good() {
    return verdict.isGood()
        ? judged.stream().filter(one -> one.assessment().verdict().isGood()).toList()
        : List.of();
  }
}
