package org.sealpost.trust.crl;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What a list whose signature holds tells of itself (RFC 5280 §5.1.2).
 *
 * @param issuer who issued it, by name
 * @param signer whose key made the signature
 * @param nextUpdate when the next one is due
 * @param sha256 of its encoding, in hexadecimal
 * @param entries how many there are
 */
record RevocationList(
    X500Principal issuer,
    X509Certificate signer,
    Instant thisUpdate,
    Optional<Instant> nextUpdate,
    ListExtensions extensions,
    String sha256,
    long entries) {}
