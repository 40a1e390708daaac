package org.sealpost.smime;

import java.math.BigInteger;
import java.util.Map;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.CCMParameters;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RC2CBCParameter;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.failure.Words;
import org.sealpost.smime.ContentCipher.Authenticated;
import org.sealpost.smime.ContentCipher.Cbc;

/** Tells a content cipher by its AlgorithmIdentifier. */
final class ContentCiphers {
  private static final Words WORDS = Words.beside(ContentCipher.class);

  private static final Map<ASN1ObjectIdentifier, Integer> AES_CBC =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 128,
          NISTObjectIdentifiers.id_aes192_CBC, 192,
          NISTObjectIdentifiers.id_aes256_CBC, 256);

  private static final Map<ASN1ObjectIdentifier, Integer> GCM =
      Map.of(
          NISTObjectIdentifiers.id_aes128_GCM, 128,
          NISTObjectIdentifiers.id_aes192_GCM, 192,
          NISTObjectIdentifiers.id_aes256_GCM, 256);

  private static final Map<ASN1ObjectIdentifier, Integer> CCM =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CCM, 128,
          NISTObjectIdentifiers.id_aes192_CCM, 192,
          NISTObjectIdentifiers.id_aes256_CCM, 256);

  private ContentCiphers() {}

  /**
   * Reads the algorithm of an EnvelopedData, or of an AuthEnvelopedData where {@code
   * authenticated}: each kind of message takes its own kind of cipher only, so that an attacker
   * cannot turn one into the other.
   */
  static ContentCipher of(AlgorithmIdentifier algorithm, boolean authenticated, boolean allowRc2)
      throws Refused, DamagedCms {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    try {
      if (authenticated && GCM.containsKey(oid)) {
        return gcm(GCM.get(oid), GCMParameters.getInstance(algorithm.getParameters()));
      }
      if (authenticated && CCM.containsKey(oid)) {
        return ccm(CCM.get(oid), CCMParameters.getInstance(algorithm.getParameters()));
      }
      if (!authenticated && AES_CBC.containsKey(oid)) {
        int bits = AES_CBC.get(oid);
        IvParameterSpec iv = iv(algorithm, 16);
        return new Cbc("AES-" + bits + "-CBC", false, bits / 8, "AES", iv);
      }
      if (!authenticated && oid.equals(PKCSObjectIdentifiers.des_EDE3_CBC)) {
        return new Cbc("DES-EDE3-CBC", true, 24, "DESede", iv(algorithm, 8));
      }
      if (!authenticated && oid.equals(PKCSObjectIdentifiers.RC2_CBC)) {
        return rc2(RC2CBCParameter.getInstance(algorithm.getParameters()), allowRc2);
      }
    } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
      throw new DamagedCms("malformed cipher parameters", e);
    }
    throw new Refused(WORDS.phrase("refused.cipher", oid.getId()));
  }

  private static IvParameterSpec iv(AlgorithmIdentifier algorithm, int length) throws DamagedCms {
    byte[] iv = ASN1OctetString.getInstance(algorithm.getParameters()).getOctets();
    if (iv.length != length) {
      throw new DamagedCms("initialization vector of " + iv.length + " bytes");
    }
    return new IvParameterSpec(iv);
  }

  private static ContentCipher rc2(RC2CBCParameter parameters, boolean allowed)
      throws Refused, DamagedCms {
    int bits = rc2Bits(parameters.getRC2ParameterVersion());
    if (bits < 40 || bits > 128) {
      throw new Refused(WORDS.phrase("refused.cipher", "RC2-" + bits));
    }
    if (!allowed) {
      throw new Refused(WORDS.phrase("refused.rc2", Integer.toString(bits)));
    }
    byte[] iv = parameters.getIV();
    if (iv.length != 8) {
      throw new DamagedCms("initialization vector of " + iv.length + " bytes");
    }
    return new Cbc("RC2-" + bits + "-CBC", true, bits / 8, "RC2", new RC2ParameterSpec(bits, iv));
  }

  private static ContentCipher gcm(int bits, GCMParameters parameters) throws Refused, DamagedCms {
    byte[] nonce = parameters.getNonce();
    if (nonce.length != 12) {
      throw new Refused(WORDS.phrase("refused.nonce", Integer.toString(nonce.length)));
    }
    return new Authenticated(
        "AES-" + bits + "-GCM",
        bits / 8,
        new AeadTag.Gcm(nonce),
        tagLength(parameters.getIcvLen()));
  }

  private static ContentCipher ccm(int bits, CCMParameters parameters) throws DamagedCms {
    byte[] nonce = parameters.getNonce();
    int tagLength = tagLength(parameters.getIcvLen());
    if (nonce.length < 7 || nonce.length > 13 || tagLength % 2 != 0) {
      throw new DamagedCms("malformed CCM parameters");
    }
    return new Authenticated("AES-" + bits + "-CCM", bits / 8, new AeadTag.Ccm(nonce), tagLength);
  }

  /** RFC 2268 §6: an obscured number below 256, the effective bits themselves above. */
  private static int rc2Bits(BigInteger version) throws DamagedCms {
    if (version == null) {
      return 32;
    }
    if (version.signum() <= 0 || version.bitLength() > 10) {
      throw new DamagedCms("malformed RC2 parameters");
    }
    return switch (version.intValue()) {
      case 160 -> 40;
      case 120 -> 64;
      case 58 -> 128;
      default -> version.intValue();
    };
  }

  /** A shorter tag could be guessed (RFC 5084 §4 allows 12 to 16 for GCM). */
  private static int tagLength(int length) throws DamagedCms {
    if (length < 12 || length > 16) {
      throw new DamagedCms("authentication tag of " + length + " bytes");
    }
    return length;
  }
}
