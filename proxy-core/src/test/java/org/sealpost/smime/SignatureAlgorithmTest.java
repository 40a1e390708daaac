package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;

/** The ways to sign that are in use hold, and those that are broken or unknown say nothing. */
class SignatureAlgorithmTest {
  private static final Holder MING = Pki.MING.signing();
  private static final Holder ED448 = Pki.CA.certificate("CN=Ed448").key(KeyKind.ED448).issue();
  private static final Holder ED25519 = Pki.CA.certificate("CN=Ed").key(KeyKind.ED25519).issue();
  @TempDir Path folder;
  private Verifier verifier;

  @BeforeEach
  void setUp() {
    verifier = new Verifier(new SpoolFactory(folder, 1024));
  }

  private Signed verify(byte[] entity) throws Exception {
    return verifier.verify(Mails.entity(entity));
  }

  private SignatureCheck checkDetached(SignedMaker maker) throws Exception {
    try (Signed signed = verify(SignedMaker.multipart(Mails.PLAIN, maker.detached()))) {
      assertThat(Mails.text(signed.content())).isEqualTo(Mails.PLAIN);
      assertThat(signed.signatures()).hasSize(1);
      return signed.signatures().getFirst();
    }
  }

  record Algorithm(
      ASN1ObjectIdentifier digest,
      String digestName,
      AlgorithmIdentifier signature,
      String jca,
      Holder signer) {}

  private static final Map<String, Algorithm> ALGORITHMS =
      Map.ofEntries(
          rsa(
              "sha1 rsaEncryption",
              OIWObjectIdentifiers.idSHA1,
              "SHA-1",
              PKCSObjectIdentifiers.rsaEncryption),
          rsa(
              "sha256 rsaEncryption",
              NISTObjectIdentifiers.id_sha256,
              "SHA-256",
              PKCSObjectIdentifiers.rsaEncryption),
          rsa(
              "sha224 sha224WithRSA",
              NISTObjectIdentifiers.id_sha224,
              "SHA-224",
              PKCSObjectIdentifiers.sha224WithRSAEncryption),
          rsa(
              "sha256 sha256WithRSA",
              NISTObjectIdentifiers.id_sha256,
              "SHA-256",
              PKCSObjectIdentifiers.sha256WithRSAEncryption),
          rsa(
              "sha384 sha384WithRSA",
              NISTObjectIdentifiers.id_sha384,
              "SHA-384",
              PKCSObjectIdentifiers.sha384WithRSAEncryption),
          rsa(
              "sha512 sha512WithRSA",
              NISTObjectIdentifiers.id_sha512,
              "SHA-512",
              PKCSObjectIdentifiers.sha512WithRSAEncryption),
          rsa(
              "sha1 sha1WithRSA",
              OIWObjectIdentifiers.idSHA1,
              "SHA-1",
              PKCSObjectIdentifiers.sha1WithRSAEncryption),
          rsa(
              "sha3-256 rsaEncryption",
              NISTObjectIdentifiers.id_sha3_256,
              "SHA3-256",
              PKCSObjectIdentifiers.rsaEncryption),
          ecdsa(
              "sha1 ecdsa",
              OIWObjectIdentifiers.idSHA1,
              "SHA-1",
              X9ObjectIdentifiers.ecdsa_with_SHA1),
          ecdsa(
              "sha256 ecdsa",
              NISTObjectIdentifiers.id_sha256,
              "SHA-256",
              X9ObjectIdentifiers.ecdsa_with_SHA256),
          ecdsa(
              "sha512 ecdsa",
              NISTObjectIdentifiers.id_sha512,
              "SHA-512",
              X9ObjectIdentifiers.ecdsa_with_SHA512),
          ecdsa(
              "sha256 ecPublicKey",
              NISTObjectIdentifiers.id_sha256,
              "SHA-256",
              X9ObjectIdentifiers.id_ecPublicKey),
          Map.entry(
              "shake256 ed448",
              new Algorithm(
                  NISTObjectIdentifiers.id_shake256,
                  "SHAKE256-512",
                  new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed448),
                  "Ed448",
                  ED448)),
          Map.entry(
              "sha512 ed25519",
              new Algorithm(
                  NISTObjectIdentifiers.id_sha512,
                  "SHA-512",
                  new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                  "Ed25519",
                  ED25519)));

  private static Map.Entry<String, Algorithm> rsa(
      String name, ASN1ObjectIdentifier digest, String digestName, ASN1ObjectIdentifier signature) {
    return Map.entry(
        name,
        new Algorithm(
            digest,
            digestName,
            new AlgorithmIdentifier(signature, DERNull.INSTANCE),
            digestName.replaceFirst("SHA-", "SHA") + "withRSA",
            MING));
  }

  private static Map.Entry<String, Algorithm> ecdsa(
      String name, ASN1ObjectIdentifier digest, String digestName, ASN1ObjectIdentifier signature) {
    return Map.entry(
        name,
        new Algorithm(
            digest,
            digestName,
            new AlgorithmIdentifier(signature),
            digestName.replaceFirst("SHA-", "SHA") + "withECDSA",
            Pki.P256.signing()));
  }

  @ParameterizedTest
  @CsvSource({
    "sha1 rsaEncryption, true",
    "sha256 rsaEncryption, false",
    "sha224 sha224WithRSA, false",
    "sha256 sha256WithRSA, false",
    "sha384 sha384WithRSA, false",
    "sha512 sha512WithRSA, false",
    "sha1 sha1WithRSA, true",
    "sha3-256 rsaEncryption, false",
    "sha1 ecdsa, true",
    "sha256 ecdsa, false",
    "sha512 ecdsa, false",
    "sha256 ecPublicKey, false",
    "sha512 ed25519, false",
    "shake256 ed448, false",
  })
  void everySignatureInUseHoldsAndSha1IsWeak(String name, boolean weak) throws Exception {
    Algorithm algorithm = ALGORITHMS.get(name);
    DERSet attributes =
        attributes(
            new Attribute(
                CMSAttributes.messageDigest,
                new DERSet(
                    new DEROctetString(
                        SignedMaker.digest(algorithm.digestName, Mails.bytes(Mails.PLAIN))))));
    SignatureCheck check =
        checkDetached(
            new SignedMaker()
                .certificate(algorithm.signer.certificate())
                .signer(
                    SignedMaker.signerInfo(
                        algorithm.signer.certificate(),
                        algorithm.digest,
                        Optional.of(attributes),
                        algorithm.signature,
                        SignedMaker.sign(
                            algorithm.signer, algorithm.jca, attributes.getEncoded("DER")))));

    assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
    assertThat(check.digest()).isEqualTo(algorithm.digestName);
    assertThat(check.weak()).isEqualTo(weak);
  }

  private static DERSet attributes(Attribute... further) {
    ASN1Encodable[] all = new ASN1Encodable[further.length + 1];
    System.arraycopy(further, 0, all, 1, further.length);
    all[0] = SignedMaker.contentTypeAttribute(CMSObjectIdentifiers.data);
    return new DERSet(all);
  }

  @ParameterizedTest
  @CsvSource({"1.2.840.113549.2.5, MD5", "1.2.840.113549.2.2, MD2", "1.2.3.4, 1.2.3.4"})
  void aBrokenOrUnknownDigestCannotBeDecided(String oid, String name) throws Exception {
    ASN1Encodable signer =
        SignedMaker.signerInfo(
            MING.certificate(),
            new ASN1ObjectIdentifier(oid),
            Optional.of(attributes(SignedMaker.digestAttribute(Mails.bytes(Mails.PLAIN)))),
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new byte[256]);

    SignatureCheck check =
        checkDetached(new SignedMaker().certificate(MING.certificate()).signer(signer));

    assertThat(check.outcome())
        .isInstanceOfSatisfying(
            Outcome.Undecidable.class, told -> assertThat(told.reason().english()).contains(name));
    assertThat(check.signer()).contains(MING.certificate());
  }

  @Test
  void everyDigestThatIsKnownIsThere() {
    for (String name : Digests.NAMES.values()) {
      assertThat(Digests.of(name).getDigestLength()).as(name).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"SHA-256, 32", "SHA-256, 20", "SHA-512, 64"})
  void pssHoldsWithItsParameters(String digest, int salt) throws Exception {
    DERSet attributes =
        attributes(
            new Attribute(
                CMSAttributes.messageDigest,
                new DERSet(
                    new DEROctetString(SignedMaker.digest(digest, Mails.bytes(Mails.PLAIN))))));
    Signature pss = pss(digest, salt);
    pss.update(attributes.getEncoded("DER"));
    ASN1Encodable signer =
        SignedMaker.signerInfo(
            MING.certificate(),
            digest.equals("SHA-256")
                ? NISTObjectIdentifiers.id_sha256
                : NISTObjectIdentifiers.id_sha512,
            Optional.of(attributes),
            new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                ASN1Primitive.fromByteArray(pss.getParameters().getEncoded())),
            pss.sign());

    assertThat(
            checkDetached(new SignedMaker().certificate(MING.certificate()).signer(signer))
                .outcome())
        .isEqualTo(new Outcome.Holds());
  }

  private static Signature pss(String digest, int salt) throws GeneralSecurityException {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
    pss.initSign(MING.key());
    return pss;
  }

  @Test
  void aSmallRsaKeyIsWeak() throws Exception {
    Holder small = Pki.CA.certificate("CN=Small").key(KeyKind.RSA_1024).issue();

    SignatureCheck check =
        checkDetached(
            new SignedMaker().certificate(small.certificate()).signer(SignedMaker.honest(small)));

    assertThat(check.outcome()).isEqualTo(new Outcome.Holds());
    assertThat(check.weak()).isTrue();
  }
}
