package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.SoftRecipientKeys;

/** Each attack, and beside it the honest mail that still opens. */
class DecryptorAttackTest {
  private static final byte[] PLAIN = Mails.attachment(20_000);
  private static final Holder MING = Pki.MING.encryption();
  private static final List<ASN1Encodable> FOR_MING =
      List.of(CmsMaker.transport(MING, CmsMaker.KEY));

  @TempDir Path folder;
  private Decryptor decryptor;
  private SoftRecipientKeys keys;

  @BeforeEach
  void setUp() {
    decryptor = new Decryptor(new SpoolFactory(folder, 1024), false);
    keys = new SoftRecipientKeys(MING, Pki.P256.encryption());
  }

  private Decryption decrypt(byte[] cms) throws Exception {
    return decryptor.decrypt(Mails.entity(Mails.enveloped(cms)), keys);
  }

  private void assertOpens(byte[] cms) throws Exception {
    Decryption decryption = decrypt(cms);
    assertThat(decryption).isInstanceOf(Decryption.Decrypted.class);
    try (Spool plaintext = ((Decryption.Decrypted) decryption).plaintext()) {
      assertThat(Mails.all(plaintext)).isEqualTo(PLAIN);
    }
  }

  /** What every damaged mail is answered with. */
  private Decryption damaged() throws Exception {
    return decrypt(new byte[] {0x30, 0x00});
  }

  private static byte[] flipped(byte[] bytes, int index) {
    byte[] altered = bytes.clone();
    altered[index < 0 ? bytes.length + index : index] ^= 1;
    return altered;
  }

  private static byte[] cbc(byte[] encrypted) {
    return CmsMaker.enveloped(FOR_MING, CmsMaker.aesCbc(), encrypted);
  }

  @Test
  void paddingOracleGetsOneAnswerForEveryDamage() throws Exception {
    byte[] encrypted = CmsMaker.cbc(PLAIN);
    byte[] wrongPadding = cbc(Arrays.copyOf(encrypted, encrypted.length - 16));
    byte[] noWholeBlock = cbc(Arrays.copyOf(encrypted, encrypted.length - 1));
    byte[] nothing = cbc(new byte[0]);
    byte[] wrongKeyLength =
        CmsMaker.enveloped(
            List.of(CmsMaker.transport(MING, new byte[16])), CmsMaker.aesCbc(), encrypted);
    byte[] unpadded =
        CmsMaker.enveloped(
            List.of(CmsMaker.transportOf(MING, new byte[256])), CmsMaker.aesCbc(), encrypted);
    byte[] whole = cbc(encrypted);
    byte[] truncated = Arrays.copyOf(whole, whole.length - 40);

    assertOpens(whole);
    for (byte[] attack :
        List.of(wrongPadding, noWholeBlock, nothing, wrongKeyLength, unpadded, truncated)) {
      assertThat(decrypt(attack)).isEqualTo(damaged());
    }
  }

  @Test
  void nothingOfADamagedMailStaysOnDisk() throws Exception {
    byte[] encrypted = CmsMaker.cbc(PLAIN);

    assertThat(decrypt(cbc(Arrays.copyOf(encrypted, encrypted.length - 16)))).isEqualTo(damaged());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static byte[] gcm(int statedTag, byte[] encrypted, byte[] tag) {
    return CmsMaker.authEnveloped(
        FOR_MING, CmsMaker.aesGcm(statedTag), encrypted, Optional.empty(), tag);
  }

  private static byte[] gcmContent() {
    byte[] both = CmsMaker.gcm(PLAIN, new byte[0]);
    return Arrays.copyOf(both, both.length - 16);
  }

  private static byte[] gcmTag() {
    byte[] both = CmsMaker.gcm(PLAIN, new byte[0]);
    return Arrays.copyOfRange(both, both.length - 16, both.length);
  }

  @Test
  void alteredAuthenticatedContentIsNotReleased() throws Exception {
    assertOpens(gcm(16, gcmContent(), gcmTag()));
    assertThat(decrypt(gcm(16, flipped(gcmContent(), 0), gcmTag()))).isEqualTo(damaged());
    assertThat(decrypt(gcm(16, flipped(gcmContent(), -1), gcmTag()))).isEqualTo(damaged());
    assertThat(decrypt(gcm(16, gcmContent(), flipped(gcmTag(), 15)))).isEqualTo(damaged());
    byte[] cut = Arrays.copyOf(gcmContent(), PLAIN.length - 1);
    assertThat(decrypt(gcm(16, cut, gcmTag()))).isEqualTo(damaged());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 8, 11})
  void shortTagIsRefused(int length) throws Exception {
    byte[] tag = Arrays.copyOf(gcmTag(), length);

    assertThat(decrypt(gcm(length, gcmContent(), tag))).isEqualTo(damaged());
    assertThat(decrypt(gcm(16, gcmContent(), tag))).isEqualTo(damaged());
    assertOpens(gcm(12, gcmContent(), Arrays.copyOf(gcmTag(), 12)));
  }

  @Test
  void alteredAuthenticatedAttributesAreNoticed() throws Exception {
    ASN1Set attributes = attributes("1.2.3");
    byte[] both = CmsMaker.gcm(PLAIN, attributes.getEncoded("DER"));
    byte[] content = Arrays.copyOf(both, both.length - 16);
    byte[] tag = Arrays.copyOfRange(both, both.length - 16, both.length);

    assertOpens(with(content, Optional.of(attributes), tag));
    assertThat(decrypt(with(content, Optional.of(attributes("1.2.4")), tag))).isEqualTo(damaged());
    assertThat(decrypt(with(content, Optional.empty(), tag))).isEqualTo(damaged());
  }

  private static byte[] with(byte[] content, Optional<ASN1Set> attributes, byte[] tag) {
    return CmsMaker.authEnveloped(FOR_MING, CmsMaker.aesGcm(16), content, attributes, tag);
  }

  private static ASN1Set attributes(String oid) {
    return new DERSet(
        new Attribute(CMSAttributes.contentType, new DERSet(new ASN1ObjectIdentifier(oid))));
  }

  @Test
  void authenticatedCipherWithoutItsTagIsRefused() throws Exception {
    byte[] downgraded = CmsMaker.enveloped(FOR_MING, CmsMaker.aesGcm(16), gcmContent());

    assertThat(decrypt(downgraded)).isInstanceOf(Decryption.Undecryptable.class);
    assertThat(keys.operations()).isZero();
    assertOpens(gcm(16, gcmContent(), gcmTag()));
  }

  @Test
  void plainCipherDressedAsAuthenticatedIsRefused() throws Exception {
    byte[] dressed =
        CmsMaker.authEnveloped(
            FOR_MING, CmsMaker.aesCbc(), CmsMaker.cbc(PLAIN), Optional.empty(), new byte[16]);

    assertThat(decrypt(dressed)).isInstanceOf(Decryption.Undecryptable.class);
    assertOpens(cbc(CmsMaker.cbc(PLAIN)));
  }

  @Test
  void aMailThatNamesOurKeyAThousandTimesDoesNotWearOutTheCard() throws Exception {
    List<ASN1Encodable> thousand =
        IntStream.range(0, 1000)
            .<ASN1Encodable>mapToObj(i -> CmsMaker.transportOf(MING, new byte[256]))
            .toList();

    assertThat(decrypt(CmsMaker.enveloped(thousand, CmsMaker.aesCbc(), CmsMaker.cbc(PLAIN))))
        .isInstanceOf(Decryption.Undecryptable.class);
    assertThat(keys.operations()).isLessThanOrEqualTo(8);
  }

  @Test
  void endlessRecipientsAreRefusedAndManyAreNot() throws Exception {
    ASN1Encodable other = CmsMaker.transportOf(Pki.HUA.encryption(), new byte[256]);
    byte[] many =
        CmsMaker.enveloped(
            Collections.nCopies(1000, other), CmsMaker.aesCbc(), CmsMaker.cbc(PLAIN));
    byte[] endless =
        CmsMaker.enveloped(
            Collections.nCopies(5001, other), CmsMaker.aesCbc(), CmsMaker.cbc(PLAIN));

    assertThat(decrypt(many)).isEqualTo(new Decryption.NotForUs());
    assertThat(decrypt(endless)).isInstanceOf(Decryption.Undecryptable.class);
  }

  @Test
  void aPointOffTheCurveNeverReachesTheCard() throws Exception {
    byte[] point = new byte[65];
    point[0] = 4;
    point[64] = 5;
    byte[] cms = agreed(point);

    assertThat(decrypt(cms)).isEqualTo(damaged());
    assertThat(decrypt(agreed(new byte[] {0}))).isEqualTo(damaged());
    assertThat(keys.operations()).isZero();
  }

  private static byte[] agreed(byte[] point) {
    RecipientEncryptedKey key =
        new RecipientEncryptedKey(
            new KeyAgreeRecipientIdentifier(
                RecipientInfos.name(Pki.P256.encryption().certificate())),
            new DEROctetString(new byte[40]));
    KeyAgreeRecipientInfo info =
        new KeyAgreeRecipientInfo(
            new OriginatorIdentifierOrKey(
                new OriginatorPublicKey(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey), point)),
            null,
            new AlgorithmIdentifier(
                SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, EcdhKeyWrap.OURS.wrap()),
            new DERSequence(key));
    return CmsMaker.enveloped(
        List.of(new RecipientInfo(info)), CmsMaker.aesCbc(), CmsMaker.cbc(PLAIN));
  }

  @Test
  void aForgedLengthCostsNoMemory() throws Exception {
    byte[] huge = {
      0x30,
      (byte) 0x84,
      0x7f,
      (byte) 0xff,
      (byte) 0xff,
      (byte) 0xff,
      0x06,
      (byte) 0x84,
      0x7f,
      (byte) 0xff,
      (byte) 0xff,
      0x00
    };

    assertThat(decrypt(huge)).isEqualTo(damaged());
  }

  @Test
  void endlessNestingIsRefused() throws Exception {
    byte[] nested = new byte[200_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }

    assertThat(decrypt(nested)).isEqualTo(damaged());
  }

  @Test
  void aDamagedRecipientInfoDoesNotHideOurs() throws Exception {
    ASN1Encodable nonsense = new DERSequence(CMSObjectIdentifiers.data);
    byte[] cms =
        CmsMaker.enveloped(
            List.of(nonsense, FOR_MING.getFirst()), CmsMaker.aesCbc(), CmsMaker.cbc(PLAIN));

    assertOpens(cms);
  }
}
