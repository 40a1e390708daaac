package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RC2CBCParameter;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftRecipientKeys;

class DecryptorTest {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
  private static final byte[] PLAIN = Mails.bytes(Mails.PLAIN);
  @TempDir Path folder;
  private Decryptor decryptor;
  private Decryptor allowingRc2;

  @BeforeEach
  void setUp() {
    SpoolFactory spools = new SpoolFactory(folder, 1024);
    decryptor = new Decryptor(spools, false);
    allowingRc2 = new Decryptor(spools, true);
  }

  private Decryption decrypt(byte[] cms, RecipientKeys keys) throws Exception {
    return decryptor.decrypt(Mails.entity(Mails.enveloped(cms)), keys);
  }

  private static Decryption.Decrypted assertOpens(Decryption decryption, byte[] plaintext)
      throws Exception {
    assertThat(decryption).isInstanceOf(Decryption.Decrypted.class);
    Decryption.Decrypted decrypted = (Decryption.Decrypted) decryption;
    try (Spool spool = decrypted.plaintext()) {
      assertThat(Mails.all(spool)).isEqualTo(plaintext);
    }
    return decrypted;
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "P256", "P384", "P521"})
  void whatWeEncryptWeOpen(KeyKind kind) throws Exception {
    Holder recipient = Pki.person(kind).encryption();
    byte[] inner = Mails.attachment(200_000);
    byte[] mail =
        Mails.written(new EncryptedWriter(Mails.writer(inner), List.of(recipient.certificate())));
    SoftRecipientKeys keys = new SoftRecipientKeys(recipient);

    Decryption.Decrypted decrypted =
        assertOpens(decryptor.decrypt(Mails.entity(mail), keys), inner);

    assertThat(decrypted.cipher()).isEqualTo("AES-256-CBC");
    assertThat(decrypted.authenticated()).isFalse();
    assertThat(decrypted.weak()).isFalse();
    assertThat(keys.operations()).isOne();
  }

  static final Map<String, ASN1ObjectIdentifier> AEADS =
      Map.of(
          "AES-128-GCM", CMSAlgorithm.AES128_GCM,
          "AES-192-GCM", CMSAlgorithm.AES192_GCM,
          "AES-256-GCM", CMSAlgorithm.AES256_GCM,
          "AES-128-CCM", CMSAlgorithm.AES128_CCM,
          "AES-192-CCM", CMSAlgorithm.AES192_CCM,
          "AES-256-CCM", CMSAlgorithm.AES256_CCM);

  @ParameterizedTest
  @CsvSource({
    "AES-128-GCM, 100, true",
    "AES-192-GCM, 0, false",
    "AES-256-GCM, 70000, true",
    "AES-128-CCM, 100, true",
    "AES-128-CCM, 0, false",
    "AES-192-CCM, 16, false",
    "AES-256-CCM, 65535, true",
  })
  void authenticatedEncryptionOpensWithItsAttributes(String name, int size, boolean attributes)
      throws Exception {
    CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(
        new JceKeyTransRecipientInfoGenerator(Pki.MING.encryption().certificate()));
    if (attributes) {
      generator.setAuthenticatedAttributeGenerator(
          parameters ->
              new AttributeTable(
                  new Attribute(CMSAttributes.contentType, new DERSet(CMSObjectIdentifiers.data))));
    }
    byte[] content = new byte[size];
    byte[] cms =
        generator
            .generate(
                new CMSProcessableByteArray(content),
                (OutputAEADEncryptor)
                    new JceCMSContentEncryptorBuilder(AEADS.get(name))
                        .setProvider(PROVIDER)
                        .build())
            .getEncoded();

    Decryption.Decrypted decrypted =
        assertOpens(decrypt(cms, new SoftRecipientKeys(Pki.MING.encryption())), content);

    assertThat(decrypted.cipher()).isEqualTo(name);
    assertThat(decrypted.authenticated()).isTrue();
    assertThat(decrypted.weak()).isFalse();
  }

  static final Map<String, ASN1ObjectIdentifier> AGREEMENTS =
      Map.of(
          "std-sha1", CMSAlgorithm.ECDH_SHA1KDF,
          "std-sha224", CMSAlgorithm.ECDH_SHA224KDF,
          "std-sha256", CMSAlgorithm.ECDH_SHA256KDF,
          "std-sha384", CMSAlgorithm.ECDH_SHA384KDF,
          "std-sha512", CMSAlgorithm.ECDH_SHA512KDF,
          "cofactor-sha1", CMSAlgorithm.ECCDH_SHA1KDF,
          "cofactor-sha224", CMSAlgorithm.ECCDH_SHA224KDF,
          "cofactor-sha256", CMSAlgorithm.ECCDH_SHA256KDF,
          "cofactor-sha384", CMSAlgorithm.ECCDH_SHA384KDF,
          "cofactor-sha512", CMSAlgorithm.ECCDH_SHA512KDF);

  static final Map<String, ASN1ObjectIdentifier> WRAPS =
      Map.of(
          "aes128", CMSAlgorithm.AES128_WRAP,
          "aes192", CMSAlgorithm.AES192_WRAP,
          "aes256", CMSAlgorithm.AES256_WRAP,
          "3des", CMSAlgorithm.DES_EDE3_WRAP);

  @ParameterizedTest
  @CsvSource({
    "P256, std-sha1, 3des, true, false",
    "P256, std-sha224, aes128, false, false",
    "P256, std-sha256, aes128, false, true",
    "P384, std-sha384, aes192, true, true",
    "P521, std-sha512, aes256, false, false",
    "P256, cofactor-sha1, aes128, false, false",
    "P256, cofactor-sha224, aes192, false, true",
    "P256, cofactor-sha256, aes256, true, false",
    "P384, cofactor-sha384, aes256, false, false",
    "P521, cofactor-sha512, aes256, false, true",
  })
  void everyKeyAgreementInUseOpens(
      KeyKind kind, String agreement, String wrap, boolean keyingMaterial, boolean byKeyIdentifier)
      throws Exception {
    Holder recipient = Pki.person(kind).encryption();
    KeyPair ephemeral = kind.generate();
    JceKeyAgreeRecipientInfoGenerator keys =
        new JceKeyAgreeRecipientInfoGenerator(
                AGREEMENTS.get(agreement),
                ephemeral.getPrivate(),
                ephemeral.getPublic(),
                WRAPS.get(wrap))
            .setProvider(PROVIDER);
    if (keyingMaterial) {
      keys.setUserKeyingMaterial(new byte[] {1, 2, 3});
    }
    if (byKeyIdentifier) {
      byte[] extension = recipient.certificate().getExtensionValue("2.5.29.14");
      keys.addRecipient(
          Arrays.copyOfRange(extension, 4, extension.length),
          recipient.certificate().getPublicKey());
    } else {
      keys.addRecipient(recipient.certificate());
    }
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(keys);
    byte[] cms =
        generator
            .generate(
                new CMSProcessableByteArray(PLAIN),
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                    .setProvider(PROVIDER)
                    .build())
            .getEncoded();

    assertThat(recipient.certificate().getPublicKey()).isInstanceOf(ECPublicKey.class);
    assertOpens(decrypt(cms, new SoftRecipientKeys(recipient)), PLAIN);
  }

  @ParameterizedTest
  @CsvSource({"40, 160", "64, 120", "128, 58"})
  void rc2OpensOnlyWhenItIsAllowed(int bits, int version) throws Exception {
    byte[] key = Arrays.copyOf(CmsMaker.KEY, bits / 8);
    byte[] iv = new byte[8];
    byte[] cms =
        CmsMaker.enveloped(
            List.of(CmsMaker.transport(Pki.MING.encryption(), key)),
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.RC2_CBC, new RC2CBCParameter(version, iv)),
            CmsMaker.encrypt(
                "RC2/CBC/PKCS5Padding",
                "RC2",
                key,
                new RC2ParameterSpec(bits, iv),
                new byte[0],
                PLAIN));
    SoftRecipientKeys keys = new SoftRecipientKeys(Pki.MING.encryption());

    assertThat(decrypt(cms, keys))
        .isInstanceOfSatisfying(
            Decryption.Undecryptable.class,
            refused -> assertThat(refused.reason().english()).contains("sealpost.smime.allow-rc2"));
    assertThat(keys.operations()).isZero();

    Decryption.Decrypted decrypted =
        assertOpens(allowingRc2.decrypt(Mails.entity(Mails.enveloped(cms)), keys), PLAIN);
    assertThat(decrypted.weak()).isTrue();
    assertThat(decrypted.cipher()).isEqualTo("RC2-" + bits + "-CBC");
  }

  @ParameterizedTest
  @CsvSource({
    // DES, CAST5, IDEA, Camellia
    "1.3.14.3.2.7",
    "1.2.840.113533.7.66.10",
    "1.3.6.1.4.1.188.7.1.1.2",
    "1.2.392.200011.61.1.1.1.4"
  })
  void anUnknownCipherIsRefusedByName(String oid) throws Exception {
    byte[] cms =
        CmsMaker.enveloped(
            List.of(CmsMaker.transport(Pki.MING.encryption(), CmsMaker.KEY)),
            new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), new DEROctetString(new byte[8])),
            new byte[32]);

    assertThat(decrypt(cms, new SoftRecipientKeys(Pki.MING.encryption())))
        .isInstanceOfSatisfying(
            Decryption.Undecryptable.class,
            refused -> assertThat(refused.reason().english()).contains(oid));
  }

  @Test
  void tripleDesOpensAndIsWeak() throws Exception {
    byte[] key = Arrays.copyOf(CmsMaker.KEY, 24);
    byte[] iv = new byte[8];
    byte[] cms =
        CmsMaker.enveloped(
            List.of(CmsMaker.transport(Pki.MING.encryption(), key)),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.des_EDE3_CBC, new DEROctetString(iv)),
            CmsMaker.encrypt(
                "DESede/CBC/PKCS5Padding",
                "DESede",
                key,
                new IvParameterSpec(iv),
                new byte[0],
                PLAIN));

    assertThat(
            assertOpens(decrypt(cms, new SoftRecipientKeys(Pki.MING.encryption())), PLAIN).weak())
        .isTrue();
  }

  private static byte[] forHuaAndMing() {
    return CmsMaker.enveloped(
        List.of(
            CmsMaker.transport(Pki.HUA.encryption(), CmsMaker.KEY),
            CmsMaker.transport(Pki.MING.encryption(), CmsMaker.KEY)),
        CmsMaker.aesCbc(),
        CmsMaker.cbc(PLAIN));
  }

  @Test
  void bytesAfterTheStructureDoNotMatter() throws Exception {
    byte[] cms = forHuaAndMing();
    byte[] trailed = Arrays.copyOf(cms, cms.length + 100);

    assertOpens(decrypt(trailed, new SoftRecipientKeys(Pki.MING.encryption())), PLAIN);
  }

  @Test
  void anEmptyPlaintextOpens() throws Exception {
    byte[] cms =
        CmsMaker.enveloped(
            List.of(CmsMaker.transport(Pki.MING.encryption(), CmsMaker.KEY)),
            CmsMaker.aesCbc(),
            CmsMaker.cbc(new byte[0]));

    assertOpens(decrypt(cms, new SoftRecipientKeys(Pki.MING.encryption())), new byte[0]);
  }
}
