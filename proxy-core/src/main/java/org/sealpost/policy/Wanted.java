package org.sealpost.policy;

import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/**
 * What is wished for one mail, before it is known who can be encrypted to.
 *
 * @param signDecider what decided it, whether for or against
 * @param encryptionDecider what decided it, whether for or against
 * @param signOnly the keyword with which the mail may leave signed and not encrypted, where
 *     encryption is required
 * @param signable whether the policy lets it be signed, be that wished for or not
 * @param split whether recipients without a certificate may get it signed while the others get it
 *     encrypted
 */
public record Wanted(
    boolean sign,
    Decider signDecider,
    Encryption encryption,
    Decider encryptionDecider,
    Optional<String> signOnly,
    boolean signable,
    boolean split) {
  /** The same, where what the policy requires is refused for the mail's own wish alone. */
  public Wanted encryptedBy(Decider decider) {
    return new Wanted(sign, signDecider, encryption, decider, signOnly, signable, split);
  }

  /**
   * For a mail that the account cannot sign, since it only resends it. By the account's policy it
   * then leaves unsigned.
   *
   * @throws Failure permanent, if more than that policy asks for a signature
   */
  public Wanted unsigned(Wishes wishes) throws Failure {
    Optional<Decider> ruled = Optional.of(signDecider).filter(it -> sign && it != Decider.ACCOUNT);
    Optional<Decider> asked =
        wishes.decider(Wish.SIGN).or(() -> wishes.decider(Wish.SIGN_ONLY)).or(() -> ruled);
    if (asked.isPresent()) {
      throw Failure.of(
          550,
          "5.7.1",
          Words.beside(Wanted.class).phrase("identity.resent-unsigned", asked.get().words()));
    }
    return new Wanted(
        false,
        sign ? Decider.RESENT : signDecider,
        encryption,
        encryptionDecider,
        Optional.empty(),
        false,
        false);
  }
}
