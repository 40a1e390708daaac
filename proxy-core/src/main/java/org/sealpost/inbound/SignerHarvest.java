package org.sealpost.inbound;

import java.time.Instant;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Verdict;

/**
 * Where the certificates of verified signers go; made of a certificate book. A mail waits for it.
 * Thread-safe.
 */
@FunctionalInterface
public interface SignerHarvest {
  /**
   * Takes the certificates of a signature that holds, whose signer is trusted and is the sender.
   *
   * @param address the sender, which the signer's certificate carries
   * @param messageId the mail's Message-ID, or empty
   */
  void harvest(
      SignatureCheck signature, Verdict verdict, String address, String messageId, Instant now);

  /** Keeps nothing. */
  static SignerHarvest none() {
    return (signature, verdict, address, messageId, now) -> {};
  }
}
