package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.SoftRecipientKeys;
import org.sealpost.testpki.SoftSigningKey;
import org.sealpost.testpki.TestPki;

/**
 * Alters honest mails in thousands of places: what still holds is what was signed, and what still
 * opens with its integrity protected is what was encrypted.
 */
class AlteredMailTest {
  private static final int ROUNDS = 1500;

  @TempDir Path folder;
  private SpoolFactory spools;
  private final Random random = new Random(2026);

  @BeforeEach
  void setUp() {
    spools = new SpoolFactory(folder, 64 * 1024);
  }

  /** With one to three places overwritten, cut out or doubled. */
  private byte[] altered(byte[] honest) {
    byte[] mail = honest.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(mail.length);
      int length = Math.min(1 + random.nextInt(8), mail.length - at);
      switch (random.nextInt(3)) {
        case 0 -> mail[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> {
          byte[] shorter = new byte[mail.length - length];
          System.arraycopy(mail, 0, shorter, 0, at);
          System.arraycopy(mail, at + length, shorter, at, mail.length - at - length);
          mail = shorter;
        }
        default -> {
          byte[] longer = Arrays.copyOf(mail, mail.length + length);
          System.arraycopy(mail, at, longer, at + length, mail.length - at);
          mail = longer;
        }
      }
    }
    return mail;
  }

  private Optional<String> contentThatHolds(byte[] mail) throws Exception {
    try (Signed signed = new Verifier(spools).verify(Mails.entity(mail))) {
      return signed.signatures().stream().anyMatch(c -> c.outcome() instanceof Outcome.Holds)
          ? Optional.of(Mails.text(signed.content()))
          : Optional.empty();
    } catch (MimeException e) {
      return Optional.empty();
    }
  }

  private void assertHoldsOnlyAsSigned(byte[] honest) throws Exception {
    assertThat(contentThatHolds(honest)).contains(Mails.PLAIN);
    int held = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mail = altered(honest);
      Optional<String> content = contentThatHolds(mail);
      if (content.isPresent()) {
        held++;
        assertThat(content).contains(Mails.PLAIN);
      }
    }
    assertThat(held).isLessThan(ROUNDS);
  }

  @Test
  void anAlteredDetachedSignatureHoldsOnlyForWhatWasSigned() throws Exception {
    TestPki.Person person = Pki.P256;
    assertHoldsOnlyAsSigned(
        Mails.written(
            new SignedWriter(
                Mails.writer(Mails.PLAIN), new SoftSigningKey(person), Instant.now())));
  }

  @Test
  void anAlteredOpaqueSignatureHoldsOnlyForWhatWasSigned() throws Exception {
    assertHoldsOnlyAsSigned(
        Mails.pkcs7Mime(
            new SignedMaker()
                .certificate(Pki.MING.signing().certificate())
                .signer(SignedMaker.honest(Pki.MING.signing()))
                .opaque(Mails.bytes(Mails.PLAIN)),
            ""));
  }

  @Test
  void anAlteredAuthenticatedEncryptionOpensOnlyToWhatWasEncrypted() throws Exception {
    byte[] plain = Mails.bytes(Mails.PLAIN);
    byte[] both = CmsMaker.gcm(plain, new byte[0]);
    List<ASN1Encodable> recipients =
        List.of(CmsMaker.transport(Pki.MING.encryption(), CmsMaker.KEY));
    byte[] honest =
        Mails.enveloped(
            CmsMaker.authEnveloped(
                recipients,
                CmsMaker.aesGcm(16),
                Arrays.copyOf(both, plain.length),
                Optional.empty(),
                Arrays.copyOfRange(both, plain.length, both.length)));
    Decryptor decryptor = new Decryptor(spools, true);
    SoftRecipientKeys keys = new SoftRecipientKeys(Pki.MING.encryption());
    int opened = 0;
    for (int round = 0; round < ROUNDS / 3; round++) {
      byte[] mail = round == 0 ? honest : altered(honest);
      if (decryptor.decrypt(Mails.entity(mail), keys) instanceof Decryption.Decrypted decrypted
          && decrypted.authenticated()) {
        opened++;
        try (Spool plaintext = decrypted.plaintext()) {
          assertThat(Mails.all(plaintext)).isEqualTo(plain);
        }
      }
    }
    assertThat(opened).isBetween(1, ROUNDS / 3 - 1);
  }
}
