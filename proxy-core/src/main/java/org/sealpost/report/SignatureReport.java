package org.sealpost.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.VerdictKind;

/**
 * All that was found of a mail's signatures and encryption, whoever shows it. Texts from the mail
 * are as they came: who shows them makes them harmless. Immutable.
 *
 * @param verdict on the mail as a whole: the worst of its signatures'
 * @param signatures the outermost first
 * @param notes what else the reader is to know
 * @param judged when that was found
 * @param trust what it was judged by, where that is known
 */
public record SignatureReport(
    Mail mail,
    VerdictKind verdict,
    Encryption encryption,
    List<ReportedSignature> signatures,
    List<Phrase> notes,
    Instant judged,
    Optional<TrustVersion> trust) {
  public SignatureReport {
    signatures = List.copyOf(signatures);
    notes = List.copyOf(notes);
  }

  /**
   * Of which mail it is.
   *
   * @param from the addresses that it says it is from
   * @param messageId its Message-ID, with or without angle brackets; may be empty
   * @param date its Date, where that can be read
   */
  public record Mail(List<String> from, String messageId, Optional<Instant> date) {
    public Mail {
      from = List.copyOf(from);
    }
  }

  /** How the mail was encrypted. */
  public sealed interface Encryption {
    /** It was not. */
    record None() implements Encryption {}

    /** It is no longer known. */
    record Untold() implements Encryption {}

    /**
     * It was, and is opened.
     *
     * @param integrity whether the plaintext was protected against changes on the way
     */
    record Opened(String cipher, boolean weak, boolean integrity) implements Encryption {}

    /** It is, and can never be opened here. */
    record Closed(Phrase reason) implements Encryption {}
  }

  /**
   * Whether the reader has to be warned: a signature is anything but valid or trusted by the user's
   * own word, an encryption cannot be opened, or did not protect the plaintext against changes.
   */
  public boolean isProblem() {
    boolean doubtful =
        switch (verdict) {
          case VALID, TRUSTED_BY_YOU, UNSIGNED -> false;
          case UNCHECKED, NOT_THE_SENDER, UNTRUSTED, INVALID, UNKNOWN -> true;
        };
    return doubtful
        || encryption instanceof Encryption.Closed
        || (encryption instanceof Encryption.Opened(_, _, boolean integrity) && !integrity);
  }
}
