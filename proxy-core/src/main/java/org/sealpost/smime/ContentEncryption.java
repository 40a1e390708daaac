package org.sealpost.smime;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How the content of a mail of ours is encrypted: AES-GCM in AuthEnvelopedData (RFC 5083, RFC
 * 5084), or AES-CBC in EnvelopedData (RFC 5652 §6, RFC 3565).
 */
enum ContentEncryption {
  AES_256_GCM(NISTObjectIdentifiers.id_aes256_GCM, 32, true),
  AES_256_CBC(NISTObjectIdentifiers.id_aes256_CBC, 32, false),
  AES_128_CBC(NISTObjectIdentifiers.id_aes128_CBC, 16, false);

  private static final int TAG_LENGTH = 16;
  private static final int NONCE_LENGTH = 12;
  private static final int BLOCK_LENGTH = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String oid;
  private final int keyLength;
  private final boolean authenticated;

  ContentEncryption(ASN1ObjectIdentifier oid, int keyLength, boolean authenticated) {
    this.oid = oid.getId();
    this.keyLength = keyLength;
    this.authenticated = authenticated;
  }

  /** A cipher at work, and what tells the readers how to undo it. */
  record Running(Cipher cipher, AlgorithmIdentifier identifier) {}

  /**
   * The best that all readers can read (RFC 8551 §2.7.1). GCM only if all have announced it, where
   * the sender need not: we read it ourselves. But a mail to the sender alone stays one that the
   * sender's other programs read. Who has announced nothing of use is taken for one who reads
   * AES-256-CBC, as all S/MIME programs of the last twenty years do; so a list of weak ciphers
   * alone leads to nothing weaker. AES-128-CBC only if somebody has announced it and not
   * AES-256-CBC.
   */
  static ContentEncryption of(List<Reader> readers, Algorithms algorithms) {
    return switch (algorithms.content()) {
      case AES_256_GCM -> AES_256_GCM;
      case AES_256_CBC -> AES_256_CBC;
      case AES_128_CBC -> AES_128_CBC;
      case AUTO -> {
        List<Reader> others = readers.stream().filter(reader -> !reader.sender()).toList();
        if (!others.isEmpty() && others.stream().allMatch(ContentEncryption::readsGcm256)) {
          yield AES_256_GCM;
        }
        yield readers.stream().allMatch(ContentEncryption::readsCbc256) ? AES_256_CBC : AES_128_CBC;
      }
    };
  }

  private static boolean readsGcm256(Reader reader) {
    return reader.capabilities().has(AES_256_GCM.oid());
  }

  private static boolean readsCbc256(Reader reader) {
    return reader.capabilities().has(AES_256_CBC.oid())
        || !reader.capabilities().has(AES_128_CBC.oid());
  }

  private ASN1ObjectIdentifier oid() {
    return new ASN1ObjectIdentifier(oid);
  }

  /** In bytes. */
  int keyLength() {
    return keyLength;
  }

  /** Whether a tag follows the content. */
  boolean authenticated() {
    return authenticated;
  }

  /** In bytes; none without authentication. */
  int tagLength() {
    return authenticated ? TAG_LENGTH : 0;
  }

  /** The type of the CMS content around it. */
  ASN1ObjectIdentifier contentType() {
    return authenticated
        ? CMSObjectIdentifiers.authEnvelopedData
        : CMSObjectIdentifiers.envelopedData;
  }

  /** RFC 8551 §3.2.2. */
  String smimeType() {
    return authenticated ? "authEnveloped-data" : "enveloped-data";
  }

  /** Ready to encrypt, with a fresh nonce or initialization vector. */
  Running start(SecretKey key) {
    byte[] start = new byte[authenticated ? NONCE_LENGTH : BLOCK_LENGTH];
    RANDOM.nextBytes(start);
    try {
      Cipher cipher =
          Cipher.getInstance(authenticated ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key,
          authenticated ? new GCMParameterSpec(TAG_LENGTH * 8, start) : new IvParameterSpec(start));
      ASN1Encodable parameters =
          authenticated ? new GCMParameters(start, TAG_LENGTH) : new DEROctetString(start);
      return new Running(cipher, new AlgorithmIdentifier(oid(), parameters));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
