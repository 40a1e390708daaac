package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.junit.jupiter.api.Test;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;

class EncryptedWriterTest {
  private static final X509Certificate MING = Pki.MING.encryption().certificate();
  private static final X509Certificate P256 = Pki.P256.encryption().certificate();

  private static EncryptedWriter writer(X509Certificate... recipients) {
    return new EncryptedWriter(Mails.writer(Mails.PLAIN), List.of(recipients));
  }

  @Test
  void theEntitySaysWhatItIs() throws Exception {
    Entity entity = Mails.entity(writer(MING));

    assertThat(entity.mediaType()).isEqualTo("application/pkcs7-mime");
    assertThat(entity.typeParameter("smime-type")).contains("enveloped-data");
    assertThat(entity.fileName()).contains("smime.p7m");
    assertThat(entity.transferEncoding()).isEqualTo("base64");
  }

  @Test
  void everyLineIsShortAndEndsInCrLf() throws Exception {
    EntityWriter large =
        new EncryptedWriter(Mails.writer(Mails.attachment(100_000)), List.of(MING));
    String mail = new String(Mails.written(large), StandardCharsets.US_ASCII);

    assertThat(mail.replace("\r\n", "")).doesNotContain("\r", "\n");
    assertThat(Arrays.asList(mail.split("\r\n", -1)))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
  }

  @Test
  void whoIsNamedTwiceGetsOneWrappedKey() throws Exception {
    byte[] mail = Mails.written(writer(MING, P256, MING, P256));

    assertThat(new CMSEnvelopedData(Mails.cms(mail)).getRecipientInfos().size()).isEqualTo(2);
  }

  @Test
  void eachWriteHasKeysOfItsOwn() throws Exception {
    EncryptedWriter writer = writer(P256);

    assertThat(Mails.written(writer)).isNotEqualTo(Mails.written(writer));
  }

  @Test
  void aRecipientWhoCannotBeEncryptedToIsNamedBeforeTheFirstByte() {
    Holder ed25519 =
        Pki.CA.certificate("CN=\u660e").address("ed@example.tw").key(KeyKind.ED25519).issue();

    assertThat(EncryptedWriter.supports(ed25519.certificate())).isFalse();
    assertThat(EncryptedWriter.supports(MING)).isTrue();
    assertThat(EncryptedWriter.supports(P256)).isTrue();
    assertThatThrownBy(
            () ->
                writer(MING, ed25519.certificate())
                    .writeTo(
                        new OutputStream() {
                          @Override
                          public void write(int octet) {
                            throw new AssertionError("a byte was written");
                          }
                        }))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.temporary()).isFalse();
              assertThat(failure.text()).contains("ed@example.tw").matches("\\p{ASCII}+");
            });
  }

  @Test
  void nobodyIsNoRecipient() {
    assertThatThrownBy(EncryptedWriterTest::writer).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatTheInnerWriterFailsWithComesOut() {
    Failure failure = Failure.of(451, "4.3.0", "no card");
    EntityWriter failing =
        out -> {
          out.write(1);
          throw failure;
        };

    assertThatThrownBy(() -> Mails.written(new EncryptedWriter(failing, List.of(MING))))
        .isSameAs(failure);
  }
}
