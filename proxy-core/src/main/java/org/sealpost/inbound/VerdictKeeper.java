package org.sealpost.inbound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.policy.Account;
import org.sealpost.trust.Verdict;

/** Where the verdicts on opened mails are kept. Must not keep the mail waiting. Thread-safe. */
@FunctionalInterface
public interface VerdictKeeper {
  /** Keeps one mail's. */
  void keep(JudgedMail mail);

  /**
   * A mail that was opened.
   *
   * @param messageId its Message-ID, or empty
   * @param from the addresses that it says it is from
   * @param openedAt by our clock
   * @param signatures those that could be read, the outermost first
   * @param encryption empty where it is not known
   */
  record JudgedMail(
      Optional<Account> account,
      String messageId,
      List<String> from,
      Instant openedAt,
      Verdict verdict,
      List<JudgedSignature> signatures,
      Optional<EncryptionState> encryption) {
    public JudgedMail {
      from = List.copyOf(from);
      signatures = List.copyOf(signatures);
    }

    /** One of which nobody said whether it was encrypted. */
    public JudgedMail(
        Optional<Account> account,
        String messageId,
        List<String> from,
        Instant openedAt,
        Verdict verdict,
        List<JudgedSignature> signatures) {
      this(account, messageId, from, openedAt, verdict, signatures, Optional.empty());
    }
  }

  /** Keeps nothing. */
  static VerdictKeeper none() {
    return _ -> {};
  }
}
