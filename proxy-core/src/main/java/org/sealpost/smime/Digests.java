package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;

/** Message digests by their object identifiers, and taken over contents. */
final class Digests {
  static final String SHA1 = "SHA-1";

  static final Map<ASN1ObjectIdentifier, String> NAMES =
      Map.ofEntries(
          Map.entry(OIWObjectIdentifiers.idSHA1, SHA1),
          Map.entry(NISTObjectIdentifiers.id_sha224, "SHA-224"),
          Map.entry(NISTObjectIdentifiers.id_sha256, "SHA-256"),
          Map.entry(NISTObjectIdentifiers.id_sha384, "SHA-384"),
          Map.entry(NISTObjectIdentifiers.id_sha512, "SHA-512"),
          Map.entry(NISTObjectIdentifiers.id_sha512_224, "SHA-512/224"),
          Map.entry(NISTObjectIdentifiers.id_sha512_256, "SHA-512/256"),
          Map.entry(NISTObjectIdentifiers.id_sha3_224, "SHA3-224"),
          Map.entry(NISTObjectIdentifiers.id_sha3_256, "SHA3-256"),
          Map.entry(NISTObjectIdentifiers.id_sha3_384, "SHA3-384"),
          Map.entry(NISTObjectIdentifiers.id_sha3_512, "SHA3-512"),
          // RFC 8419 §3.1: with 64 bytes of output.
          Map.entry(NISTObjectIdentifiers.id_shake256, "SHAKE256-512"));

  private static final Map<ASN1ObjectIdentifier, String> BROKEN =
      Map.of(
          PKCSObjectIdentifiers.md2, "MD2",
          PKCSObjectIdentifiers.md4, "MD4",
          PKCSObjectIdentifiers.md5, "MD5");

  private static final int BUFFER_SIZE = 32 * 1024;

  private Digests() {}

  /**
   * The JCA name.
   *
   * @throws Refused if it is unknown, or so broken that a signature over it says nothing (MD5)
   */
  static String name(ASN1ObjectIdentifier oid) throws Refused {
    String name = NAMES.get(oid);
    if (name == null) {
      String key = BROKEN.containsKey(oid) ? "refused.broken-digest" : "refused.digest";
      throw new Refused(Words.beside(Digests.class).phrase(key, label(oid)));
    }
    return name;
  }

  /** A name to show, whatever it is. */
  static String label(ASN1ObjectIdentifier oid) {
    return NAMES.getOrDefault(oid, BROKEN.getOrDefault(oid, oid.getId()));
  }

  static MessageDigest of(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The digests of a content, all in one pass. */
  static Map<String, byte[]> of(Content content, Set<String> names) throws IOException {
    Map<String, MessageDigest> running = new HashMap<>();
    names.forEach(name -> running.put(name, of(name)));
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = content.open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (MessageDigest digest : running.values()) {
          digest.update(buffer, 0, count);
        }
      }
    }
    Map<String, byte[]> values = new HashMap<>();
    running.forEach((name, digest) -> values.put(name, digest.digest()));
    return values;
  }
}
