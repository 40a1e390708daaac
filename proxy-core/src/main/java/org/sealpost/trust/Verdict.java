package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import org.sealpost.failure.Phrase;

/** What a signature is worth. {@link VerdictWords} alone makes words of it. */
public sealed interface Verdict {
  /** All was checked, and holds. */
  record Valid(List<Remark> remarks) implements Verdict {
    public Valid {
      remarks = List.copyOf(remarks);
    }
  }

  /** All holds, but revocation is not known. */
  record Unchecked(RevocationGap gap, List<Remark> remarks) implements Verdict {
    public Unchecked {
      remarks = List.copyOf(remarks);
    }
  }

  /** The mathematics hold; the certificate does not. */
  record Untrusted(Objection objection, List<Remark> remarks) implements Verdict {
    public Untrusted {
      remarks = List.copyOf(remarks);
    }
  }

  /** The mathematics do not hold. */
  record Invalid(Phrase reason) implements Verdict {}

  /**
   * Signed by someone else than the sender.
   *
   * @param addresses those of the signer's certificate; it may carry none
   */
  record NotTheSender(X509Certificate signer, List<String> addresses) implements Verdict {
    public NotTheSender {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * The mathematics hold, and the user trusts this certificate by an act of their own.
   *
   * @param despite what would be held against it otherwise
   */
  record TrustedByYou(Decision decision, Objection despite, List<Remark> remarks)
      implements Verdict {
    public TrustedByYou {
      remarks = List.copyOf(remarks);
    }
  }

  /** No signature. */
  record Unsigned() implements Verdict {}

  /** The mail is encrypted and not opened, so nobody knows whether there is a signature inside. */
  record Unknown() implements Verdict {}

  /** Which one it is, without what belongs to it. */
  default VerdictKind kind() {
    return switch (this) {
      case Valid _ -> VerdictKind.VALID;
      case Unchecked _ -> VerdictKind.UNCHECKED;
      case Untrusted _ -> VerdictKind.UNTRUSTED;
      case Invalid _ -> VerdictKind.INVALID;
      case NotTheSender _ -> VerdictKind.NOT_THE_SENDER;
      case TrustedByYou _ -> VerdictKind.TRUSTED_BY_YOU;
      case Unsigned() -> VerdictKind.UNSIGNED;
      case Unknown() -> VerdictKind.UNKNOWN;
    };
  }

  /** As in the JSON output and in header fields: {@code not-the-sender}. */
  default String token() {
    return kind().token();
  }

  /** Whether it speaks for the sender: the certificate counts, and is the sender's. */
  default boolean isGood() {
    return switch (this) {
      case Valid _, Unchecked _, TrustedByYou _ -> true;
      case Untrusted _, Invalid _, NotTheSender _, Unsigned(), Unknown() -> false;
    };
  }
}
