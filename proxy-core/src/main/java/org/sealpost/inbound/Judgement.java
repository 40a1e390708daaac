package org.sealpost.inbound;

import java.util.List;
import java.util.Optional;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Verdict;

/**
 * What a mail's signatures are worth.
 *
 * @param findings one for each signature, the outermost first
 * @param deciding the finding that gave the mail its verdict
 * @param good the signatures that hold, trusted and by the sender, if no other spoils the mail
 */
record Judgement(
    Verdict verdict,
    List<SignatureFinding> findings,
    Optional<SignatureFinding> deciding,
    List<Good> good) {
  Judgement {
    findings = List.copyOf(findings);
    good = List.copyOf(good);
  }

  /** What is to be said where no signature was seen: none can be, in a mail that stays closed. */
  static Judgement withoutSignature(Encryption encryption) {
    Verdict verdict =
        encryption instanceof Encryption.Failed ? new Verdict.Unknown() : new Verdict.Unsigned();
    return new Judgement(verdict, List.of(), Optional.empty(), List.of());
  }

  /** A signature with its verdict. */
  record Good(SignatureCheck signature, Verdict verdict) {}

  /** The worse a verdict, the higher; a mail's is the worst of its signatures'. */
  static int severity(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Invalid _ -> 5;
      case Verdict.Untrusted _ -> 4;
      case Verdict.NotTheSender _ -> 3;
      case Verdict.Unchecked _ -> 2;
      case Verdict.Valid() -> 1;
      case Verdict.Unsigned(), Verdict.Unknown() -> 0;
    };
  }

  static boolean isGood(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid(), Verdict.Unchecked _ -> true;
      case Verdict.Unsigned(),
          Verdict.Unknown(),
          Verdict.Untrusted _,
          Verdict.Invalid _,
          Verdict.NotTheSender _ ->
          false;
    };
  }
}
