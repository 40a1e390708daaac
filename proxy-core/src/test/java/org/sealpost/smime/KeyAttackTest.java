package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;

/** Attacks through the key, and beside each the honest mail whose signature still holds. */
class KeyAttackTest extends AttackFixture {

  @Test
  void aCertificateExchangedForOneOfTheSameNameIsBroken() throws Exception {
    Holder impostor =
        Pki.CA.certificate("CN=Somebody Else").serial(MING.certificate().getSerialNumber()).issue();
    byte[] cms =
        new SignedMaker()
            .certificate(impostor.certificate())
            .signer(SignedMaker.honest(MING))
            .detached();

    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, cms))).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void anotherKindOfKeyIsBroken() throws Exception {
    DERSet attributes = attributes(contentType(), SignedMaker.digestAttribute(PLAIN));
    ASN1Encodable signer =
        SignedMaker.signerInfo(
            MING.certificate(),
            NISTObjectIdentifiers.id_sha256,
            Optional.of(attributes),
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
            SignedMaker.sign(MING, "SHA256withRSA", attributes.getEncoded("DER")));

    assertThat(outcome(signer)).isInstanceOf(Outcome.Broken.class);
    assertHonestMailHolds();
  }

  @Test
  void aTinyRsaKeyCannotBeDecided() throws Exception {
    Holder tiny = Pki.CA.certificate("CN=Tiny").key(KeyKind.RSA_2048, rsa(768, 65537)).issue();
    byte[] cms =
        new SignedMaker()
            .certificate(tiny.certificate())
            .signer(SignedMaker.honest(tiny))
            .detached();

    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, cms)))
        .isInstanceOf(Outcome.Undecidable.class);
    assertHonestMailHolds();
  }

  @Test
  void anAbsurdlyLargeRsaKeyCannotBeDecided() throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(20_000).subtract(BigInteger.ONE);
    SubjectPublicKeyInfo large =
        new SubjectPublicKeyInfo(RSA, new RSAPublicKey(modulus, BigInteger.valueOf(65537)));
    ASN1Sequence honest = ASN1Sequence.getInstance(MING.certificate().getEncoded());
    ASN1Encodable[] signedPart = ASN1Sequence.getInstance(honest.getObjectAt(0)).toArray();
    signedPart[6] = large;
    ASN1Encodable[] certificate = honest.toArray();
    certificate[0] = new DERSequence(signedPart);
    byte[] cms =
        new SignedMaker()
            .certificate(new DERSequence(certificate))
            .signer(SignedMaker.honest(MING))
            .detached();

    assertThat(outcome(SignedMaker.multipart(Mails.PLAIN, cms)))
        .isInstanceOf(Outcome.Undecidable.class);
    assertHonestMailHolds();
  }

  private static KeyPair rsa(int bits, int exponent) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
    return generator.generateKeyPair();
  }

  @Test
  void bleichenbachersForgeryWithExponentThreeIsBroken() throws Exception {
    Holder three = Pki.CA.certificate("CN=Three").key(KeyKind.RSA_2048, rsa(2048, 3)).issue();
    DERSet attributes = attributes(contentType(), SignedMaker.digestAttribute(PLAIN));
    byte[] digest = SignedMaker.digest("SHA-256", attributes.getEncoded("DER"));
    byte[] info =
        new DigestInfo(
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE), digest)
            .getEncoded();
    byte[] block = new byte[256];
    block[1] = 1;
    Arrays.fill(block, 2, 10, (byte) 0xff);
    System.arraycopy(info, 0, block, 11, info.length);
    BigInteger root = cubeRoot(new BigInteger(1, block)).add(BigInteger.ONE);
    byte[] forged = unsigned(root.toByteArray(), 256);
    byte[] opened =
        unsigned(
            root.modPow(
                    BigInteger.valueOf(3),
                    ((java.security.interfaces.RSAPublicKey) three.certificate().getPublicKey())
                        .getModulus())
                .toByteArray(),
            256);

    assertThat(Arrays.copyOf(opened, 11 + info.length))
        .as("a check that looks at the beginning only would be content")
        .isEqualTo(Arrays.copyOf(block, 11 + info.length));
    assertThat(outcome(threeSigned(three, attributes, forged))).isInstanceOf(Outcome.Broken.class);
    assertThat(
            outcome(
                threeSigned(
                    three,
                    attributes,
                    SignedMaker.sign(three, "SHA256withRSA", attributes.getEncoded("DER")))))
        .isEqualTo(new Outcome.Holds());
  }

  private static byte[] threeSigned(Holder three, ASN1Set attributes, byte[] signature) {
    return SignedMaker.multipart(
        Mails.PLAIN,
        new SignedMaker()
            .certificate(three.certificate())
            .signer(
                SignedMaker.signerInfo(
                    three.certificate(),
                    NISTObjectIdentifiers.id_sha256,
                    Optional.of(attributes),
                    RSA,
                    signature))
            .detached());
  }

  private static BigInteger cubeRoot(BigInteger cube) {
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ONE.shiftLeft(cube.bitLength() / 3 + 1);
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      if (middle.pow(3).compareTo(cube) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private static byte[] unsigned(byte[] number, int length) {
    byte[] fixed = new byte[length];
    int count = Math.min(number.length, length);
    System.arraycopy(number, number.length - count, fixed, length - count, count);
    return fixed;
  }

  @Test
  void aBrokenSignatureNamesNoCertificateToEncryptTo() throws Exception {
    byte[] cms =
        new SignedMaker()
            .certificate(MING.certificate())
            .certificate(Pki.MING.encryption().certificate())
            .signer(SignedMaker.honest(MING))
            .detached();
    byte[] altered = SignedMaker.multipart(Mails.PLAIN.replace("Taipei", "Tainan"), cms);

    assertThat(checks(altered).getFirst().encryptionCertificate()).isEmpty();
    assertThat(checks(SignedMaker.multipart(Mails.PLAIN, cms)).getFirst().encryptionCertificate())
        .contains(Pki.MING.encryption().certificate());
  }
}
