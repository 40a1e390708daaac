package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cms.RecipientId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.SoftRecipientKeys;

/** Which of the keys that could open a mail does, and what one that is absent means. */
class KeyAtHandTest {
  private static final byte[] PLAIN = Mails.bytes(Mails.PLAIN);
  @TempDir Path folder;
  private Decryptor decryptor;

  @BeforeEach
  void setUp() {
    decryptor = new Decryptor(new SpoolFactory(folder, 1024), false);
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

  @Test
  void aMailForOthersIsNotForUsAndAsksTheCardNothing() throws Exception {
    byte[] mail =
        Mails.written(
            new EncryptedWriter(Mails.writer(PLAIN), List.of(Pki.HUA.encryption().certificate())));
    SoftRecipientKeys keys = new SoftRecipientKeys(Pki.MING.encryption());

    assertThat(decryptor.decrypt(Mails.entity(mail), keys)).isEqualTo(new Decryption.NotForUs());
    assertThat(keys.operations()).isZero();
  }

  @Test
  void ofSeveralKeysOfOursTheOneThatFitsOpens() throws Exception {
    byte[] cms =
        CmsMaker.enveloped(
            List.of(
                CmsMaker.transport(Pki.HUA.encryption(), new byte[32]),
                CmsMaker.transport(Pki.MING.encryption(), CmsMaker.KEY)),
            CmsMaker.aesCbc(),
            CmsMaker.cbc(Mails.attachment(10_000)));
    SoftRecipientKeys keys = new SoftRecipientKeys(Pki.MING.encryption(), Pki.HUA.encryption());

    assertOpens(decrypt(cms, keys), Mails.attachment(10_000));
    assertThat(keys.operations()).isBetween(1, 2);
  }

  /** A key whose card is not there. */
  private static RecipientKeys absent(Holder holder, RecipientKeys others, Failure failure) {
    SoftRecipientKeys mine = new SoftRecipientKeys(holder);
    return new RecipientKeys() {
      @Override
      public Optional<RecipientKey> find(RecipientId recipient) throws Failure {
        Optional<RecipientKey> found = mine.find(recipient);
        return found.isPresent()
            ? Optional.of(new FailingKey(found.get(), failure))
            : others.find(recipient);
      }
    };
  }

  private record FailingKey(RecipientKey key, Failure failure) implements RecipientKey {
    @Override
    public X509Certificate certificate() {
      return key.certificate();
    }

    @Override
    public byte[] unwrap(KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
        throws Failure {
      throw failure;
    }

    @Override
    public byte[] agree(byte[] ephemeralPublicKey) throws Failure {
      throw failure;
    }
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
  void anAbsentCardDoesNotMatterWhereAnotherOpens() throws Exception {
    RecipientKeys keys =
        absent(
            Pki.HUA.encryption(),
            new SoftRecipientKeys(Pki.MING.encryption()),
            Failure.of(454, "4.7.0", "no card"));

    assertOpens(decrypt(forHuaAndMing(), keys), PLAIN);
  }

  @Test
  void whatNoCardOpensNowFailsForNow() {
    Failure noCard = Failure.of(454, "4.7.0", "no card");
    RecipientKeys keys = absent(Pki.HUA.encryption(), new SoftRecipientKeys(), noCard);

    assertThatThrownBy(() -> decrypt(forHuaAndMing(), keys)).isSameAs(noCard);
  }

  @Test
  void whatTheTokenCannotMakeSenseOfIsUndecryptableForGood() throws Exception {
    Failure nonsense = Failure.of(554, "5.7.5", "a point not on the curve");
    RecipientKeys keys = absent(Pki.HUA.encryption(), new SoftRecipientKeys(), nonsense);

    assertThat(decrypt(forHuaAndMing(), keys)).isInstanceOf(Decryption.Undecryptable.class);
  }
}
