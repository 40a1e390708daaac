package org.sealpost.inbound;

import java.util.List;
import java.util.Optional;
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
