package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SignatureCheck.Outcome;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.SoftSigningKey;

class OpaqueSignedWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @TempDir Path folder;
  private SpoolFactory spools;

  @BeforeEach
  void setUp() {
    spools = new SpoolFactory(folder.resolve("spool"), 16 * 1024);
  }

  private static OpaqueSignedWriter writer(EntityWriter inner, SoftSigningKey key) {
    return new OpaqueSignedWriter(inner, key, NOW, Algorithms.standard());
  }

  private static Algorithms signing(Algorithms.Digest digest, Algorithms.RsaSignature rsa) {
    return new Algorithms(Algorithms.Content.AUTO, Algorithms.Transport.AUTO, digest, rsa);
  }

  @Test
  void theEntitySaysWhatItIs() throws Exception {
    Entity entity = Mails.entity(writer(Mails.writer(Mails.PLAIN), new SoftSigningKey(Pki.MING)));

    assertThat(entity.mediaType()).isEqualTo("application/pkcs7-mime");
    assertThat(entity.typeParameter("smime-type")).contains("signed-data");
    assertThat(entity.fileName()).contains("smime.p7m");
    assertThat(SmimeKind.of(entity)).isEqualTo(SmimeKind.SIGNED_DATA);
  }

  @Test
  void everyLineIsShortAndEndsInCrLf() throws Exception {
    String mail =
        new String(
            Mails.written(
                writer(Mails.writer(Mails.attachment(100_000)), new SoftSigningKey(Pki.MING))),
            StandardCharsets.US_ASCII);

    assertThat(mail.replace("\r\n", "")).doesNotContain("\r", "\n");
    assertThat(Arrays.asList(mail.split("\r\n", -1)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, AUTO, PKCS1",
    "RSA_2048, SHA_512, PKCS1",
    "RSA_2048, AUTO, PSS",
    "RSA_2048, SHA_384, PSS",
    "P256, AUTO, PKCS1",
    "P384, AUTO, PSS",
    "P384, SHA_256, PKCS1",
    "P521, AUTO, PKCS1",
  })
  void opensslVerifiesIt(KeyKind kind, Algorithms.Digest digest, Algorithms.RsaSignature rsa)
      throws Exception {
    OutsideProgram.assumeInstalled("openssl");
    byte[] inner = Mails.attachment(100_000);
    EntityWriter writer =
        new OpaqueSignedWriter(
            Mails.writer(inner),
            new SoftSigningKey(Pki.person(kind)),
            Instant.now(),
            signing(digest, rsa));
    assertOpensslVerifies(writer, inner);
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, AUTO, PSS", "RSA_2048, SHA_512, PSS", "P256, SHA_384, PKCS1"})
  void opensslVerifiesOneInTheClearWithTheSameAlgorithms(
      KeyKind kind, Algorithms.Digest digest, Algorithms.RsaSignature rsa) throws Exception {
    OutsideProgram.assumeInstalled("openssl");
    EntityWriter writer =
        new SignedWriter(
            Mails.writer(Mails.PLAIN),
            new SoftSigningKey(Pki.person(kind)),
            Instant.now(),
            signing(digest, rsa));
    assertOpensslVerifies(writer, Mails.bytes(Mails.PLAIN));
  }

  private void assertOpensslVerifies(EntityWriter writer, byte[] inner) throws Exception {
    Pki.CA.root().writeCertificates(folder.resolve("ca.pem"));
    byte[] mail = Mails.written(writer);
    Files.write(folder.resolve("signed.eml"), mail);

    OutsideProgram.Run run =
        new OutsideProgram("openssl", folder, Map.of())
            .run("cms", "-verify", "-in", "signed.eml", "-CAfile", "ca.pem", "-purpose", "any");

    assertThat(run.out()).isEqualTo(inner);
    assertThat(contentThatHolds(mail).orElseThrow()).isEqualTo(inner);
  }

  private Optional<byte[]> contentThatHolds(byte[] mail) throws IOException {
    try (Signed signed = new Verifier(spools).verify(Mails.entity(mail))) {
      return signed.signatures().getFirst().outcome() instanceof Outcome.Holds
          ? Optional.of(Mails.all(signed.content()))
          : Optional.empty();
    } catch (MimeException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32767, 32768, 32769, 100_000})
  void theContentMayHaveAnyLength(int size) throws Exception {
    byte[] inner = new byte[size];

    byte[] mail = Mails.written(writer(Mails.writer(inner), new SoftSigningKey(Pki.P256)));

    assertThat(contentThatHolds(mail)).hasValueSatisfying(it -> assertThat(it).isEqualTo(inner));
  }

  @Test
  void aBitFlippedAnywhereNeverGivesAnotherContentThatHolds() throws Exception {
    byte[] inner = Mails.attachment(10_000);
    byte[] cms =
        Mails.cms(Mails.written(writer(Mails.writer(inner), new SoftSigningKey(Pki.P256))));
    int refused = 0;
    for (int at = 0; at < cms.length; at += 100) {
      cms[at] ^= 1;
      Optional<byte[]> content = contentThatHolds(Mails.pkcs7Mime(cms, "; smime-type=signed-data"));
      content.ifPresent(it -> assertThat(it).isEqualTo(inner));
      refused += content.isEmpty() ? 1 : 0;
      cms[at] ^= 1;
    }
    assertThat(refused).isGreaterThan(inner.length / 100);
  }

  @Test
  void oneSignatureServesAllCopies() throws Exception {
    SoftSigningKey key = new SoftSigningKey(Pki.MING);
    OpaqueSignedWriter writer = writer(Mails.writer(Mails.PLAIN), key);

    assertThat(Mails.written(writer)).isEqualTo(Mails.written(writer));
    assertThat(key.operations()).isOne();
  }

  @Test
  void aContentThatChangesBetweenTwoWritesIsNotSentUnderTheOldSignature() throws Exception {
    AtomicInteger count = new AtomicInteger();
    EntityWriter changing = out -> out.write(Mails.bytes("\r\n" + count.incrementAndGet()));
    OpaqueSignedWriter writer = writer(changing, new SoftSigningKey(Pki.MING));
    Mails.written(writer);

    assertThatThrownBy(() -> Mails.written(writer)).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyThatCannotSignHereIsRefusedBeforeTheFirstByte() {
    Holder ed25519 =
        Pki.CA.certificate("CN=Ed").address("ed@example.tw").key(KeyKind.ED25519).issue();
    SoftSigningKey key = new SoftSigningKey(ed25519, Optional.empty());

    assertThatThrownBy(
            () ->
                writer(Mails.writer(Mails.PLAIN), key)
                    .writeTo(
                        new OutputStream() {
                          @Override
                          public void write(int octet) {
                            throw new AssertionError("a byte was written");
                          }
                        }))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.text()).contains("ed@example.tw"));
  }
}
