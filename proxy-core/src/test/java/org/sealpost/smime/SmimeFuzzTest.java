package org.sealpost.smime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/** Whatever the bytes: an answer, a limit that is said, and nothing else. */
class SmimeFuzzTest {
  private static Path folder;
  private static SpoolFactory spools;

  @BeforeAll
  static void setUp() throws IOException {
    folder = Files.createTempDirectory("smime-fuzz");
    spools = new SpoolFactory(folder, 64 * 1024);
  }

  @AfterAll
  static void tearDown() throws IOException {
    Files.delete(folder);
  }

  @FuzzTest
  void anyBytesAreAnswered(byte[] mail) throws IOException, Failure {
    try {
      Entity entity = Entity.parse(Content.of(mail));
      SmimeKind kind = SmimeKind.of(entity);
      decrypt(entity);
      if (kind != SmimeKind.NONE || entity.mediaType().equals("multipart/signed")) {
        new Verifier(spools).verify(entity).close();
      }
      new Decompressor(spools, 1024 * 1024).decompress(entity).close();
    } catch (MimeException e) {
      // Damage and passed limits are said so.
    }
  }

  private static void decrypt(Entity entity) throws IOException, Failure {
    Decryption decryption =
        new Decryptor(spools, true)
            .decrypt(entity, recipient -> Optional.of(new AnyKey(recipient)));
    if (decryption instanceof Decryption.Decrypted decrypted) {
      try (Spool plaintext = decrypted.plaintext()) {
        plaintext.open().readAllBytes();
      }
    }
  }

  /** Says to be the key of every recipient. */
  private record AnyKey(RecipientId recipient) implements RecipientKey {
    @Override
    public X509Certificate certificate() {
      return recipient instanceof KeyTransRecipientId
          ? Pki.MING.encryption().certificate()
          : Pki.P256.encryption().certificate();
    }

    @Override
    public byte[] unwrap(KeyTransport algorithm, byte[] wrappedKey, int expectedLength) {
      return Arrays.copyOf(CmsMaker.KEY, expectedLength);
    }

    @Override
    public byte[] agree(byte[] ephemeralPublicKey) {
      return CmsMaker.KEY.clone();
    }
  }
}
