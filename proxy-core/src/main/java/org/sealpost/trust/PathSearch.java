package org.sealpost.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * Looks for the paths from an end certificate to an anchor (RFC 4158). Several CAs may have one
 * name (a CA keeps its name when it changes its key), so an issuer is one only if its key verifies
 * the signature; key identifiers say which to try first. Every branch is tried, up to bounds on
 * length and work, since who sends a mail chooses the certificates in it.
 *
 * <p>One search: not reusable, not thread-safe.
 */
final class PathSearch {
  /** Certificates below the anchor. */
  private static final int MAX_LENGTH = 8;

  private static final int MAX_PATHS = 16;
  private static final int MAX_SIGNATURES = 200;
  private static final int MAX_STEPS = 1000;

  private final List<X509Certificate> anchors;
  private final Collection<X509Certificate> helpers;
  private final Map<Issuance, Boolean> verified = new HashMap<>();
  private final List<CertificatePath> paths = new ArrayList<>();
  private int steps;
  private boolean givenUp;
  private int deepest;
  private Optional<PathProblem> deadEnd = Optional.empty();

  private PathSearch(List<X509Certificate> anchors, Collection<X509Certificate> helpers) {
    this.anchors = anchors;
    this.helpers = helpers;
  }

  /**
   * What a search found.
   *
   * @param paths those that lead to an anchor by names and signatures, the likeliest first; nothing
   *     else of them is checked
   * @param deadEnd where there is none: how far the search came
   */
  record Result(List<CertificatePath> paths, PathProblem deadEnd) {}

  private record Issuance(X509Certificate certificate, PublicKey issuer) {}

  static Result find(
      X509Certificate end, List<X509Certificate> anchors, Collection<X509Certificate> helpers) {
    PathSearch search = new PathSearch(anchors, helpers);
    search.extend(new ArrayList<>(List.of(end)));
    return new Result(search.paths, search.problem(end));
  }

  private PathProblem problem(X509Certificate end) {
    if (anchors.isEmpty()) {
      return new PathProblem.NoAnchors(end);
    }
    if (givenUp) {
      return new PathProblem.TooManyCertificates(end);
    }
    return deadEnd.orElse(new PathProblem.UnknownIssuer(end));
  }

  private void extend(List<X509Certificate> chain) {
    if (++steps > MAX_STEPS || chain.size() > MAX_LENGTH) {
      givenUp = true;
      return;
    }
    X509Certificate last = chain.getLast();
    if (anchors.contains(last)) {
      paths.add(new CertificatePath(chain.subList(0, chain.size() - 1), last));
      return;
    }
    boolean issued = false;
    for (X509Certificate anchor : candidates(last, anchors)) {
      if (isIssuedBy(last, anchor)) {
        issued = true;
        paths.add(new CertificatePath(chain, anchor));
      }
    }
    for (X509Certificate helper : candidates(last, helpers)) {
      if (givenUp || paths.size() >= MAX_PATHS) {
        return;
      }
      if (isIssuedBy(last, helper)) {
        issued = true;
        if (!contains(chain, helper)) {
          chain.add(helper);
          extend(chain);
          chain.removeLast();
        }
      }
    }
    if (!issued || isSelfIssued(last)) {
      noteDeadEnd(last, chain.size());
    }
  }

  private void noteDeadEnd(X509Certificate last, int depth) {
    if (depth <= deepest) {
      return;
    }
    deepest = depth;
    if (isSelfIssued(last) && isIssuedBy(last, last)) {
      deadEnd = Optional.of(new PathProblem.UnknownRoot(last));
    } else if (candidates(last, anchors).isEmpty() && candidates(last, helpers).isEmpty()) {
      deadEnd = Optional.of(new PathProblem.UnknownIssuer(last));
    } else {
      deadEnd = Optional.of(new PathProblem.NotIssued(last));
    }
  }

  /** The certificates that bear the issuer's name; those with the right key identifier first. */
  private static List<X509Certificate> candidates(
      X509Certificate certificate, Collection<X509Certificate> among) {
    Optional<byte[]> keyIdentifier = authorityKeyIdentifier(certificate);
    return among.stream()
        .filter(c -> c.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .sorted(Comparator.comparingInt(c -> matches(keyIdentifier, c) ? 0 : 1))
        .toList();
  }

  private static boolean matches(Optional<byte[]> keyIdentifier, X509Certificate issuer) {
    return keyIdentifier.isPresent()
        && Arrays.equals(keyIdentifier.get(), subjectKeyIdentifier(issuer).orElse(null));
  }

  private boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    Issuance issuance = new Issuance(certificate, issuer.getPublicKey());
    Boolean known = verified.get(issuance);
    if (known != null) {
      return known;
    }
    if (verified.size() >= MAX_SIGNATURES) {
      givenUp = true;
      return false;
    }
    boolean holds = verifies(certificate, issuer.getPublicKey());
    verified.put(issuance, holds);
    return holds;
  }

  /** Whether the certificate bears the issuer's name and is signed with its key. */
  static boolean issued(X509Certificate certificate, X509Certificate issuer) {
    return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
        && verifies(certificate, issuer.getPublicKey());
  }

  private static boolean verifies(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // The key comes from outside, and providers throw what they like at odd ones.
      return false;
    }
  }

  /** The same name with the same key twice in a path is a circle (RFC 4158 §2.4.2). */
  private static boolean contains(List<X509Certificate> chain, X509Certificate certificate) {
    return chain.stream()
        .anyMatch(
            c ->
                c.getPublicKey().equals(certificate.getPublicKey())
                    && c.getSubjectX500Principal().equals(certificate.getSubjectX500Principal()));
  }

  static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static Optional<byte[]> authorityKeyIdentifier(X509Certificate certificate) {
    return keyIdentifier(
        certificate,
        Extension.authorityKeyIdentifier.getId(),
        value -> AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets());
  }

  private static Optional<byte[]> subjectKeyIdentifier(X509Certificate certificate) {
    return keyIdentifier(
        certificate,
        Extension.subjectKeyIdentifier.getId(),
        value -> SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
  }

  private static Optional<byte[]> keyIdentifier(
      X509Certificate certificate, String oid, Function<byte[], byte[]> reader) {
    try {
      return Optional.ofNullable(certificate.getExtensionValue(oid))
          .map(value -> ASN1OctetString.getInstance(value).getOctets())
          .map(reader);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Damaged: the signature alone decides, as it does in the end anyway.
      return Optional.empty();
    }
  }
}
