package org.sealpost.trust.ocsp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.ocsp.CertificateID;

/** The certificate that is asked for, named as RFC 6960 §4.1.1 has it. */
record Query(X509Certificate certificate, X509Certificate issuer) {
  /** That of a CertID need not withstand collisions; responders may answer with another. */
  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          OIWObjectIdentifiers.idSHA1, "SHA-1",
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512");

  /** With SHA-1, the only digest that all responders know (RFC 9654 §3.1, RFC 5019 §2.1.1). */
  CertificateID id() {
    return new CertificateID(
        new CertID(
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE),
            new DEROctetString(digest("SHA-1", issuerName())),
            new DEROctetString(digest("SHA-1", issuerKey())),
            new ASN1Integer(certificate.getSerialNumber())));
  }

  /** Whether {@code id} names this certificate, by whichever digest. */
  boolean isNamedBy(CertificateID id) {
    String digest = DIGESTS.get(id.getHashAlgOID());
    return digest != null
        && id.getSerialNumber().equals(certificate.getSerialNumber())
        && Arrays.equals(id.getIssuerNameHash(), digest(digest, issuerName()))
        && Arrays.equals(id.getIssuerKeyHash(), digest(digest, issuerKey()));
  }

  /** Names the certificate among all that were ever asked for, in hexadecimal digits. */
  String key() {
    return HexFormat.of()
        .formatHex(
            digest(
                "SHA-256",
                digest("SHA-256", issuerName()),
                digest("SHA-256", issuer.getPublicKey().getEncoded()),
                certificate.getSerialNumber().toByteArray()));
  }

  /** As the certificate has it: that of the issuer may be encoded in another way. */
  private byte[] issuerName() {
    return certificate.getIssuerX500Principal().getEncoded();
  }

  private byte[] issuerKey() {
    return SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded())
        .getPublicKeyData()
        .getBytes();
  }

  static byte[] digest(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Arrays.stream(parts).forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
