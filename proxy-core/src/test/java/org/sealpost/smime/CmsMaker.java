package org.sealpost.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.testpki.Holder;

/** Puts encrypted messages together piece by piece, so that a test can put in a wrong one. */
final class CmsMaker {
  static final byte[] KEY = new byte[32];
  static final byte[] IV = new byte[16];
  static final byte[] NONCE = new byte[12];

  static {
    for (int i = 0; i < KEY.length; i++) {
      KEY[i] = (byte) (i + 1);
    }
  }

  private CmsMaker() {}

  static AlgorithmIdentifier aesCbc() {
    return new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(IV));
  }

  static AlgorithmIdentifier aesGcm(int tagLength) {
    return new AlgorithmIdentifier(
        NISTObjectIdentifiers.id_aes256_GCM,
        new DERSequence(
            new ASN1Encodable[] {new DEROctetString(NONCE), new ASN1Integer(tagLength)}));
  }

  static byte[] cbc(byte[] plaintext) {
    return encrypt(
        "AES/CBC/PKCS5Padding", "AES", KEY, new IvParameterSpec(IV), new byte[0], plaintext);
  }

  /** Ciphertext and full tag. */
  static byte[] gcm(byte[] plaintext, byte[] attributes) {
    return encrypt(
        "AES/GCM/NoPadding", "AES", KEY, new GCMParameterSpec(128, NONCE), attributes, plaintext);
  }

  static byte[] encrypt(
      String transformation,
      String algorithm,
      byte[] key,
      AlgorithmParameterSpec parameters,
      byte[] additional,
      byte[] plaintext) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, algorithm), parameters);
      if (additional.length > 0) {
        cipher.updateAAD(additional);
      }
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A KeyTransRecipientInfo with PKCS#1 v1.5. */
  static ASN1Encodable transport(Holder recipient, byte[] key) {
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      rsa.init(Cipher.ENCRYPT_MODE, recipient.certificate().getPublicKey());
      return transportOf(recipient, rsa.doFinal(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static ASN1Encodable transportOf(Holder recipient, byte[] wrapped) {
    return new RecipientInfo(
        new KeyTransRecipientInfo(
            new RecipientIdentifier(RecipientInfos.name(recipient.certificate())),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new DEROctetString(wrapped)));
  }

  static byte[] enveloped(
      List<ASN1Encodable> recipients, AlgorithmIdentifier algorithm, byte[] encrypted) {
    return content(
        CMSObjectIdentifiers.envelopedData,
        new ASN1Integer(0),
        new DERSet(recipients.toArray(ASN1Encodable[]::new)),
        encryptedContent(algorithm, encrypted));
  }

  static byte[] authEnveloped(
      List<ASN1Encodable> recipients,
      AlgorithmIdentifier algorithm,
      byte[] encrypted,
      Optional<ASN1Set> attributes,
      byte[] mac) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(0));
    parts.add(new DERSet(recipients.toArray(ASN1Encodable[]::new)));
    parts.add(encryptedContent(algorithm, encrypted));
    attributes.ifPresent(set -> parts.add(new DERTaggedObject(false, 1, set)));
    parts.add(new DEROctetString(mac));
    return content(CMSObjectIdentifiers.authEnvelopedData, new DERSequence(parts));
  }

  private static DERSequence encryptedContent(AlgorithmIdentifier algorithm, byte[] encrypted) {
    return new DERSequence(
        new ASN1Encodable[] {
          CMSObjectIdentifiers.data,
          algorithm,
          new DERTaggedObject(false, 0, new DEROctetString(encrypted))
        });
  }

  private static byte[] content(ASN1ObjectIdentifier type, ASN1Encodable... parts) {
    return content(type, new DERSequence(parts));
  }

  static byte[] content(ASN1ObjectIdentifier type, ASN1Encodable content) {
    try {
      return new ContentInfo(type, content).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
