package org.sealpost.card.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes {@link CardCertificate}s: what a certificate's key is for, and the chain above it. */
final class KeyCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(KeyCertificates.class);
  private static final int MAX_CHAIN = 8;
  private static final int KEY_ID_LENGTH = 20;

  private final Collection<X509CertificateHolder> onToken;

  /**
   * @param onToken every certificate that the token holds
   */
  KeyCertificates(Collection<X509CertificateHolder> onToken) {
    this.onToken = List.copyOf(onToken);
  }

  /** Empty for a certificate whose extensions cannot be parsed. */
  Optional<CardCertificate> of(X509CertificateHolder certificate) {
    try {
      return Optional.of(
          new CardCertificate(
              keyId(certificate),
              purposes(certificate),
              encoded(certificate),
              chain(certificate).stream().map(KeyCertificates::encoded).toList()));
    } catch (RuntimeException e) {
      LOG.warn("a certificate of {} cannot be read", certificate.getSubject(), e);
      return Optional.empty();
    }
  }

  /** Names a key by its public half, so that a renewed certificate keeps the name. */
  static String keyId(X509CertificateHolder certificate) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(certificate.getSubjectPublicKeyInfo().getEncoded());
      return HexFormat.of().formatHex(digest, 0, KEY_ID_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RFC 8550 §4.4.2: a certificate without the extension is good for both. */
  static Set<KeyPurpose> purposes(X509CertificateHolder certificate) {
    KeyUsage usage = KeyUsage.fromExtensions(extensions(certificate));
    if (usage == null) {
      return EnumSet.allOf(KeyPurpose.class);
    }
    Set<KeyPurpose> purposes = EnumSet.noneOf(KeyPurpose.class);
    if (usage.hasUsages(KeyUsage.digitalSignature) || usage.hasUsages(KeyUsage.nonRepudiation)) {
      purposes.add(KeyPurpose.SIGN);
    }
    if (usage.hasUsages(KeyUsage.keyEncipherment)
        || usage.hasUsages(KeyUsage.dataEncipherment)
        || usage.hasUsages(KeyUsage.keyAgreement)) {
      purposes.add(KeyPurpose.DECRYPT);
    }
    return purposes;
  }

  private List<X509CertificateHolder> chain(X509CertificateHolder leaf) {
    List<X509CertificateHolder> chain = new ArrayList<>();
    Optional<X509CertificateHolder> issuer = issuer(leaf, chain);
    while (issuer.isPresent() && chain.size() < MAX_CHAIN) {
      chain.add(issuer.get());
      issuer = issuer(issuer.get(), chain);
    }
    return chain;
  }

  private Optional<X509CertificateHolder> issuer(
      X509CertificateHolder subject, List<X509CertificateHolder> taken) {
    return onToken.stream()
        .filter(candidate -> !candidate.equals(subject) && !taken.contains(candidate))
        .filter(candidate -> hasIssued(candidate, subject))
        .findFirst();
  }

  private static boolean hasIssued(X509CertificateHolder candidate, X509CertificateHolder subject) {
    try {
      return mayHaveIssued(candidate, subject) && hasSigned(candidate, subject);
    } catch (RuntimeException e) {
      // An extension that cannot be parsed: not a certificate to lead anyone along.
      return false;
    }
  }

  /**
   * By key identifier where both sides have one. The name alone does not tell: the generations of a
   * CA may share it.
   */
  private static boolean mayHaveIssued(
      X509CertificateHolder candidate, X509CertificateHolder subject) {
    AuthorityKeyIdentifier authority = AuthorityKeyIdentifier.fromExtensions(extensions(subject));
    SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(extensions(candidate));
    if (authority != null && authority.getKeyIdentifierOctets() != null && own != null) {
      return Arrays.equals(authority.getKeyIdentifierOctets(), own.getKeyIdentifier());
    }
    return candidate.getSubject().equals(subject.getIssuer());
  }

  private static boolean hasSigned(X509CertificateHolder issuer, X509CertificateHolder subject) {
    try {
      return isSignedBy(subject, issuer, new JcaContentVerifierProviderBuilder());
    } catch (CertException | OperatorCreationException e) {
      return hasSignedWithOtherCurve(issuer, subject);
    }
  }

  private static boolean hasSignedWithOtherCurve(
      X509CertificateHolder issuer, X509CertificateHolder subject) {
    try {
      return isSignedBy(
          subject,
          issuer,
          new JcaContentVerifierProviderBuilder().setProvider(BouncyCastle.provider()));
    } catch (CertException | OperatorCreationException e) {
      return false;
    }
  }

  private static boolean isSignedBy(
      X509CertificateHolder subject,
      X509CertificateHolder issuer,
      JcaContentVerifierProviderBuilder verifiers)
      throws CertException, OperatorCreationException {
    try {
      return subject.isSignatureValid(verifiers.build(issuer));
    } catch (java.security.cert.CertificateException e) {
      throw new CertException("the issuer's certificate cannot be read", e);
    }
  }

  private static Extensions extensions(X509CertificateHolder certificate) {
    return Optional.ofNullable(certificate.getExtensions())
        .orElseGet(() -> new Extensions(new Extension[0]));
  }

  private static byte[] encoded(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
