package org.sealpost.smime;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/**
 * Wraps a content key for recipients by their certificates' keys: RSA as {@link RsaTransport} says
 * (RFC 5652 §6.2.1), or ephemeral-static ECDH with a fresh key for each recipient (RFC 5753 §3.1).
 */
final class RecipientInfos {
  private static final Set<Integer> NIST_FIELDS = Set.of(256, 384, 521);
  private static final int SMALLEST_RSA = 1024;
  private static final int LARGEST_RSA = 16384;

  private RecipientInfos() {}

  static boolean supports(X509Certificate recipient) {
    return recipient.getPublicKey() instanceof ECPublicKey ec
        ? NIST_FIELDS.contains(ec.getParams().getCurve().getField().getFieldSize())
        : RsaTransport.key(recipient)
            .map(rsa -> rsa.getModulus().bitLength())
            .filter(bits -> bits >= SMALLEST_RSA && bits <= LARGEST_RSA)
            .isPresent();
  }

  /**
   * DER of recipientInfos; who is named twice is in it once.
   *
   * @throws Failure permanent, if a recipient's key is none that {@link #supports} holds for
   */
  static byte[] wrap(
      SecretKey contentKey, Collection<Reader> readers, Algorithms.Transport keyTransport)
      throws Failure, IOException {
    ASN1EncodableVector infos = new ASN1EncodableVector();
    Set<X509Certificate> seen = new HashSet<>();
    for (Reader reader : readers) {
      if (!seen.add(reader.certificate())) {
        continue;
      }
      try {
        infos.add(wrap(contentKey, reader, keyTransport));
      } catch (GeneralSecurityException e) {
        Phrase words =
            Words.beside(RecipientInfos.class)
                .phrase("encrypt.unsupported-key", HolderName.of(reader.certificate()));
        throw Failure.of(550, "5.7.6", words, e);
      }
    }
    return new DERSet(infos).getEncoded(ASN1Encoding.DER);
  }

  private static RecipientInfo wrap(
      SecretKey contentKey, Reader reader, Algorithms.Transport keyTransport)
      throws GeneralSecurityException {
    X509Certificate recipient = reader.certificate();
    if (!supports(recipient)) {
      throw new InvalidKeyException(recipient.getPublicKey().getAlgorithm());
    }
    if (recipient.getPublicKey() instanceof ECPublicKey key) {
      return new RecipientInfo(agreement(contentKey, reader, key));
    }
    RSAPublicKey key = RsaTransport.key(recipient).orElseThrow();
    RsaTransport transport = RsaTransport.of(reader, key, keyTransport);
    return new RecipientInfo(
        new KeyTransRecipientInfo(
            new RecipientIdentifier(name(recipient)),
            transport.identifier(),
            new DEROctetString(transport.wrap(key, contentKey))));
  }

  /** CMSVersion of EnvelopedData for these recipients (RFC 5652 §6.1). */
  static ASN1Integer version(Collection<Reader> readers) {
    boolean agreement =
        readers.stream().anyMatch(it -> it.certificate().getPublicKey() instanceof ECPublicKey);
    return new ASN1Integer(agreement ? 2 : 0);
  }

  private static KeyAgreeRecipientInfo agreement(
      SecretKey contentKey, Reader reader, ECPublicKey key) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(key.getParams());
    KeyPair ephemeral = generator.generateKeyPair();
    KeyAgreement ecdh = KeyAgreement.getInstance("ECDH");
    ecdh.init(ephemeral.getPrivate());
    ecdh.doPhase(key, true);
    EcdhKeyWrap keyWrap = EcdhKeyWrap.of(reader.capabilities(), contentKey.getEncoded().length);
    byte[] wrapped = keyWrap.wrap(ecdh.generateSecret(), contentKey);
    OriginatorPublicKey originator =
        new OriginatorPublicKey(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey),
            SubjectPublicKeyInfo.getInstance(ephemeral.getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets());
    return new KeyAgreeRecipientInfo(
        new OriginatorIdentifierOrKey(originator),
        null,
        keyWrap.identifier(),
        new DERSequence(
            new RecipientEncryptedKey(
                new KeyAgreeRecipientIdentifier(name(reader.certificate())),
                new DEROctetString(wrapped))));
  }

  static IssuerAndSerialNumber name(X509Certificate certificate) {
    BigInteger serial = certificate.getSerialNumber();
    return new IssuerAndSerialNumber(
        X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()), serial);
  }
}
