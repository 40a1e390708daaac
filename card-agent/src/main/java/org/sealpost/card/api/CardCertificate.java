package org.sealpost.card.api;

import java.util.List;
import java.util.Set;

/**
 * A certificate whose private key is on the token.
 *
 * @param keyId names the key within the token
 * @param purposes told by the key usage extension: digitalSignature or nonRepudiation sign;
 *     keyEncipherment, dataEncipherment or keyAgreement decrypt; no extension, both
 * @param certificate DER
 * @param chain DER of the other certificates on the token that lead towards the root, nearest first
 */
public record CardCertificate(
    String keyId, Set<KeyPurpose> purposes, byte[] certificate, List<byte[]> chain) {
  public CardCertificate {
    purposes = Set.copyOf(purposes);
    chain = List.copyOf(chain);
  }
}
