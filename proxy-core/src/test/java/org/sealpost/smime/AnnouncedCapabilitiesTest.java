package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testpki.SoftSigningKey;

/** Whose announcement counts: that of a signature that holds, and of no other. */
class AnnouncedCapabilitiesTest {
  @TempDir Path folder;

  private Reader asReader(byte[] mail) throws Exception {
    try (Signed signed = new Verifier(new SpoolFactory(folder, 1024)).verify(Mails.entity(mail))) {
      return new Reader(
          Pki.MING.encryption().certificate(), signed.signatures().getFirst().capabilities());
    }
  }

  private static String mail() throws Exception {
    return new String(
        Mails.written(
            new SignedWriter(
                Mails.writer(Mails.PLAIN), new SoftSigningKey(Pki.MING), Instant.now())),
        StandardCharsets.US_ASCII);
  }

  @Test
  void whatWeAnnounceIsWhatWeAreTakenToRead() throws Exception {
    Reader reader = asReader(Mails.bytes(mail()));

    assertThat(reader.capabilities()).isEqualTo(Capabilities.ours(Algorithms.standard()));
    assertThat(ContentEncryption.of(List.of(reader), Algorithms.standard()))
        .isEqualTo(ContentEncryption.AES_256_GCM);
  }

  @Test
  void aForgerCannotAnnounceInAnothersNameUnderASignatureThatDoesNotHold() throws Exception {
    Reader forged = asReader(Mails.bytes(mail().replace("Taipei", "Tainan")));

    assertThat(forged.capabilities().isNone()).isTrue();
    assertThat(ContentEncryption.of(List.of(forged), Algorithms.standard()))
        .isEqualTo(ContentEncryption.AES_256_CBC);
  }
}
