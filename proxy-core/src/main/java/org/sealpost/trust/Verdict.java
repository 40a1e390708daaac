package org.sealpost.trust;

/** What a signature is worth. Words are made in one place only. */
public sealed interface Verdict {
  /** All was checked, and holds. */
  record Valid() implements Verdict {}

  /** All holds, but revocation is not known. */
  record Unchecked(String reason) implements Verdict {}

  /** The mathematics hold; the certificate does not. */
  record Untrusted(String reason) implements Verdict {}

  /** The mathematics do not hold. */
  record Invalid(String reason) implements Verdict {}

  /** Signed by someone else than the sender; {@code signer} says who. */
  record NotTheSender(String signer) implements Verdict {}

  /** No signature. */
  record Unsigned() implements Verdict {}

  /** The mail is encrypted and not opened, so nobody knows whether there is a signature inside. */
  record Unknown() implements Verdict {}

  /** As in the JSON output and in header fields: {@code not-the-sender}. */
  default String token() {
    return switch (this) {
      case Valid() -> "valid";
      case Unchecked _ -> "unchecked";
      case Untrusted _ -> "untrusted";
      case Invalid _ -> "invalid";
      case NotTheSender _ -> "not-the-sender";
      case Unsigned() -> "unsigned";
      case Unknown() -> "unknown";
    };
  }
}
