package org.sealpost.card.api;

/**
 * Names a private key.
 *
 * @param tokenId {@link TokenInfo#id()}
 * @param keyId {@link CardCertificate#keyId()}, unique within the token
 */
public record KeyRef(String tokenId, String keyId) {}
