package org.sealpost.card.token;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * The structure of a PKCS#12 file (RFC 7292) in password integrity and privacy mode. Read bag by
 * bag, since the JDK's KeyStore keeps one entry for each name. Immutable.
 */
final class Pkcs12File {
  /** The password does not open the file. */
  static final class WrongPasswordException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** A certificate, with what ties it to a key before the key can be read. */
  record CertificateBag(X509CertificateHolder certificate, Optional<String> localKeyId) {}

  /** What is in the file. */
  record Contents(List<PrivateKeyInfo> keys, List<CertificateBag> certificates) {}

  /** What can be read without the password. */
  record Unencrypted(List<Optional<String>> localKeyIds, List<CertificateBag> certificates) {}

  private final PKCS12PfxPdu pfx;

  /**
   * @throws IOException if this is not a PKCS#12 file, or one protected otherwise than by password
   */
  Pkcs12File(byte[] encoded) throws IOException {
    try {
      this.pfx = new PKCS12PfxPdu(encoded);
      for (ContentInfo info : pfx.getContentInfos()) {
        if (!isData(info) && !isEncrypted(info)) {
          throw new IOException("safe contents of type " + info.getContentType());
        }
      }
    } catch (RuntimeException e) {
      throw new IOException("not a PKCS#12 file", e);
    }
  }

  /** What lies outside encrypted safe contents; empty if any of them is encrypted. */
  Optional<Unencrypted> unencrypted() throws IOException {
    List<Optional<String>> keys = new ArrayList<>();
    List<CertificateBag> certificates = new ArrayList<>();
    for (ContentInfo info : pfx.getContentInfos()) {
      if (isEncrypted(info)) {
        return Optional.empty();
      }
      for (PKCS12SafeBag bag : bags(new PKCS12SafeBagFactory(info))) {
        Object value = bag.getBagValue();
        if (value instanceof X509CertificateHolder certificate) {
          certificates.add(new CertificateBag(certificate, localKeyId(bag)));
        } else if (value instanceof PKCS8EncryptedPrivateKeyInfo
            || value instanceof PrivateKeyInfo) {
          keys.add(localKeyId(bag));
        }
      }
    }
    return Optional.of(new Unencrypted(keys, certificates));
  }

  /**
   * Opens the file.
   *
   * @throws IOException if the password is right and the file is damaged or uses what is not known
   */
  Contents open(char[] password) throws WrongPasswordException, IOException {
    // OpenSSL takes an empty password for two zero octets; key derivation repeats or pads them to
    // zeros throughout, and so does this.
    char[] effective = password.length == 0 ? new char[1] : password.clone();
    try {
      if (pfx.hasMac() && !pfx.isMacValid(macs(), effective)) {
        throw new WrongPasswordException();
      }
      return read(
          new JcePKCSPBEInputDecryptorProviderBuilder()
              .setProvider(BouncyCastle.provider())
              .build(effective));
    } catch (PKCSException | IOException | RuntimeException e) {
      if (!pfx.hasMac()) {
        // Without a MAC a wrong password shows only as garbage.
        throw new WrongPasswordException();
      }
      throw new IOException("the file cannot be decrypted", e);
    } finally {
      Arrays.fill(effective, '\0');
    }
  }

  private Contents read(InputDecryptorProvider decryptors) throws PKCSException, IOException {
    List<PrivateKeyInfo> keys = new ArrayList<>();
    List<CertificateBag> certificates = new ArrayList<>();
    for (ContentInfo info : pfx.getContentInfos()) {
      PKCS12SafeBagFactory factory =
          isEncrypted(info)
              ? new PKCS12SafeBagFactory(info, decryptors)
              : new PKCS12SafeBagFactory(info);
      for (PKCS12SafeBag bag : factory.getSafeBags()) {
        switch (bag.getBagValue()) {
          case X509CertificateHolder certificate ->
              certificates.add(new CertificateBag(certificate, localKeyId(bag)));
          case PKCS8EncryptedPrivateKeyInfo key -> keys.add(key.decryptPrivateKeyInfo(decryptors));
          case PrivateKeyInfo key -> keys.add(key);
          default -> {
            // CRLs and secrets are of no use here.
          }
        }
      }
    }
    return new Contents(keys, certificates);
  }

  private PKCS12MacCalculatorBuilderProvider macs() {
    return pfx.getMacAlgorithmID().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)
        ? new BcPKCS12PBMac1CalculatorBuilderProvider()
        : new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE);
  }

  private static PKCS12SafeBag[] bags(PKCS12SafeBagFactory factory) throws IOException {
    try {
      return factory.getSafeBags();
    } catch (RuntimeException e) {
      throw new IOException("not a PKCS#12 file", e);
    }
  }

  private static Optional<String> localKeyId(PKCS12SafeBag bag) {
    Attribute[] attributes = bag.getAttributes();
    if (attributes == null) {
      return Optional.empty();
    }
    return Arrays.stream(attributes)
        .filter(attribute -> attribute.getAttrType().equals(PKCS12SafeBag.localKeyIdAttribute))
        .filter(attribute -> attribute.getAttrValues().size() == 1)
        .map(attribute -> attribute.getAttrValues().getObjectAt(0))
        .map(value -> HexFormat.of().formatHex(ASN1OctetString.getInstance(value).getOctets()))
        .findFirst();
  }

  private static boolean isData(ContentInfo info) {
    return info.getContentType().equals(PKCSObjectIdentifiers.data);
  }

  private static boolean isEncrypted(ContentInfo info) {
    return info.getContentType().equals(PKCSObjectIdentifiers.encryptedData);
  }
}
