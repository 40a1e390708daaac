package org.sealpost.smime;

import java.util.Arrays;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.smime.SMIMECapability;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Lists of capabilities by short names. */
public final class Announced {
  private static final Map<String, SMIMECapability> KNOWN =
      Map.ofEntries(
          Map.entry("gcm256", plain(NISTObjectIdentifiers.id_aes256_GCM)),
          Map.entry("gcm128", plain(NISTObjectIdentifiers.id_aes128_GCM)),
          Map.entry("cbc256", plain(NISTObjectIdentifiers.id_aes256_CBC)),
          Map.entry("cbc192", plain(NISTObjectIdentifiers.id_aes192_CBC)),
          Map.entry("cbc128", plain(NISTObjectIdentifiers.id_aes128_CBC)),
          Map.entry("3des", plain(PKCSObjectIdentifiers.des_EDE3_CBC)),
          Map.entry("rc2", plain(PKCSObjectIdentifiers.RC2_CBC)),
          Map.entry("des", plain(OIWObjectIdentifiers.desCBC)),
          Map.entry("oaep", plain(PKCSObjectIdentifiers.id_RSAES_OAEP)),
          Map.entry("oaep-sha1", oaep(new RSAESOAEPparams())),
          Map.entry("oaep-sha256", oaep(NISTObjectIdentifiers.id_sha256, new byte[0])),
          Map.entry("oaep-sha512", oaep(NISTObjectIdentifiers.id_sha512, new byte[0])),
          Map.entry("oaep-md5", oaep(PKCSObjectIdentifiers.md5, new byte[0])),
          Map.entry("oaep-labelled", oaep(NISTObjectIdentifiers.id_sha256, new byte[] {1})),
          Map.entry("oaep-damaged", oaep(new DEROctetString(new byte[3]))),
          Map.entry("ecdh-sha1", plain(X9ObjectIdentifiers.dhSinglePass_stdDH_sha1kdf_scheme)),
          Map.entry("ecdh-sha256", plain(SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme)),
          Map.entry("ecdh-sha384", plain(SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme)),
          Map.entry(
              "ecdh-sha512", plain(SECObjectIdentifiers.dhSinglePass_stdDH_sha512kdf_scheme)));

  private Announced() {}

  /** Names with spaces between; none for "". */
  public static Capabilities of(String names) throws Exception {
    ASN1EncodableVector all = new ASN1EncodableVector();
    Arrays.stream(names.split(" "))
        .filter(name -> !name.isEmpty())
        .map(KNOWN::get)
        .forEach(all::add);
    return Capabilities.of(new DERSequence(all).getEncoded());
  }

  private static SMIMECapability plain(ASN1ObjectIdentifier oid) {
    return new SMIMECapability(oid, null);
  }

  private static SMIMECapability oaep(ASN1Encodable parameters) {
    return new SMIMECapability(PKCSObjectIdentifiers.id_RSAES_OAEP, parameters);
  }

  private static SMIMECapability oaep(ASN1ObjectIdentifier digest, byte[] label) {
    AlgorithmIdentifier hash = new AlgorithmIdentifier(digest, DERNull.INSTANCE);
    return oaep(
        new RSAESOAEPparams(
            hash,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash),
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_pSpecified, new DEROctetString(label))));
  }
}
