package org.sealpost.report;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.VerdictKind;

/**
 * What was found of one signature.
 *
 * @param words the verdict in whole sentences
 * @param advice what the user can do about it
 * @param signer the certificate that the signature names, if it came along
 * @param claimed the signing time that the signer claims
 * @param firstSeen when the same signature was first met here, if that was before
 * @param judgedAsOf the time as of which the certificates were judged
 * @param digest its name, as in {@code SHA-256}; may be empty
 * @param weak whether digest or key are below today's bounds
 * @param path from the signer's certificate to the anchor; empty where there is none
 */
public record ReportedSignature(
    VerdictKind verdict,
    Phrase words,
    Optional<Advice> advice,
    Optional<X509Certificate> signer,
    Optional<Instant> claimed,
    Optional<Instant> firstSeen,
    Instant judgedAsOf,
    String digest,
    boolean weak,
    List<ReportedCertificate> path) {
  public ReportedSignature {
    path = List.copyOf(path);
  }
}
