package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** What is to be said beside a verdict. */
public sealed interface Remark {
  /** The signer claims a time that lies in the future of {@code judgedAt}. */
  record ClaimedInFuture(Instant claimed, Instant judgedAt) implements Remark {}

  /** What is objected to was not yet so at the time that the signer claims, which nobody proves. */
  record OnlyClaimed(Instant claimed) implements Remark {}

  /** The same signature was met on this machine at this time, and is judged as of then. */
  record SeenBefore(Instant at) implements Remark {}

  /** It has expired since the signature was first met. */
  record ExpiredSince(X509Certificate certificate) implements Remark {}

  /** It was revoked after the signature was first met. */
  record RevokedSince(X509Certificate certificate, Instant revoked) implements Remark {}

  /** The user has said that this certificate belongs to this address, which it does not carry. */
  record Bound(String address, Instant since) implements Remark {}

  /** The signature itself is weak. */
  record WeakSignature(String digest, X509Certificate signer) implements Remark {}

  /** A certificate of the path is weak. */
  record WeakCertificate(X509Certificate certificate, String algorithm) implements Remark {}
}
