package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sealpost.testmail.Cast.ANN;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;

/** What the mail program has signed so that the text is enclosed in the signature. */
class OpaqueSignatureTest {
  private static final String MARK = "[松柏 ✔簽章 🔒] ";
  private static final String TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\n";

  @TempDir Path folder;

  private byte[] signed(String entity) throws IOException {
    Openssl openssl = new Openssl(folder);
    return openssl.make(
        entity.getBytes(UTF_8),
        "-sign",
        "-nodetach",
        "-signer",
        openssl.certificate(ANN.signing()),
        "-inkey",
        openssl.key(ANN.signing()));
  }

  private void assertRefused(byte[] mail) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> clean(mail))
        .satisfies(failure -> assertThat(failure.replyCode()).isEqualTo(554))
        .withMessageContaining("Take the mark");
  }

  private byte[] clean(byte[] mail) throws Exception {
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord("松柏")), new SpoolFactory(folder, 100));
    try (Unmarked unmarked = remover.remove(Mails.entity(Content.of(mail)))) {
      return Mails.bytes(unmarked.mail());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TEXT + "> Subject: " + MARK + "x\r\n",
        "Content-Type: text/plain; charset=utf-8; name=\"" + MARK + "x.txt\"\r\n\r\nx\r\n",
        "Content-Type: message/rfc822\r\n\r\nSubject: " + MARK + "x\r\n\r\nx\r\n",
      })
  void aMarkInsideIsRefused(String entity) throws Exception {
    assertRefused(signed(entity));
  }

  @Test
  void attackTheSameAsAFileBesideATextIsRefusedToo() throws Exception {
    String body = new String(signed(TEXT + MARK + "x\r\n"), ISO_8859_1).split("\r?\n\r?\n", 2)[1];
    String mail =
        """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        here it is
        --b
        Content-Type: application/octet-stream; name=smime.p7m
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
            .formatted(body);

    assertRefused(mail.replaceAll("\r?\n", "\r\n").getBytes(ISO_8859_1));
  }

  @Test
  void attackOneSignedTwiceIsRefusedToo() throws Exception {
    assertRefused(signed(new String(signed(TEXT + MARK + "x\r\n"), ISO_8859_1)));
  }

  @Test
  void attackOneWhoseEndIsCutOffIsRefusedToo() throws Exception {
    byte[] mail = signed(TEXT + MARK + "x\r\n" + "padding ".repeat(200) + "\r\n");

    assertRefused(Arrays.copyOf(mail, mail.length - 1000));
  }

  @Test
  void oneWithoutAMarkKeepsEveryByte() throws Exception {
    byte[] mail = signed("X-Sealpost-Verdict: valid\r\n" + TEXT + "松柏 [x] y\r\n");

    assertThat(clean(mail)).isEqualTo(mail);
  }

  @Test
  void whatOnlyClaimsToBeSignedKeepsEveryByte() throws Exception {
    String noise = Base64.getEncoder().encodeToString("0\u0080 no signature".getBytes(ISO_8859_1));
    byte[] mail =
        ("Content-Type: application/pkcs7-mime; smime-type=signed-data\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + noise
                + "\r\n")
            .getBytes(ISO_8859_1);

    assertThat(clean(mail)).isEqualTo(mail);
  }
}
