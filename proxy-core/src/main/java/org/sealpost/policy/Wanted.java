package org.sealpost.policy;

import java.util.Optional;

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
    boolean split) {}
