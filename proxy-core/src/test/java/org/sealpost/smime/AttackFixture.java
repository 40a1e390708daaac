package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;

/** A verifier, the mails that an attacker made, and the honest one that must still hold. */
abstract class AttackFixture {
  static final Holder MING = Pki.MING.signing();
  static final byte[] PLAIN = Mails.bytes(Mails.PLAIN);

  static final AlgorithmIdentifier RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

  @TempDir Path folder;
  Verifier verifier;

  @BeforeEach
  void setUp() {
    verifier = new Verifier(new SpoolFactory(folder, 1024));
  }

  List<SignatureCheck> checks(byte[] entity) throws Exception {
    try (Signed signed = verifier.verify(Mails.entity(entity))) {
      return signed.signatures();
    }
  }

  Outcome outcome(byte[] entity) throws Exception {
    List<SignatureCheck> checks = checks(entity);
    assertThat(checks).hasSize(1);
    return checks.getFirst().outcome();
  }

  Outcome outcome(ASN1Encodable signer) throws Exception {
    return outcome(
        SignedMaker.multipart(
            Mails.PLAIN,
            new SignedMaker().certificate(MING.certificate()).signer(signer).detached()));
  }

  void assertHonestMailHolds() throws Exception {
    assertThat(outcome(SignedMaker.honest(MING))).isEqualTo(new Outcome.Holds());
  }

  static DERSet attributes(ASN1Encodable... attributes) {
    return new DERSet(attributes);
  }

  static Attribute contentType() {
    return SignedMaker.contentTypeAttribute(CMSObjectIdentifiers.data);
  }
}
