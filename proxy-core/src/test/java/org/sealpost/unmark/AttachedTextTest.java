package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;

/** Marks in attached texts, whatever type and transfer encoding they have. */
class AttachedTextTest {
  private static final String MARK = "[松柏 ✔簽章 🔒] ";

  @TempDir Path folder;

  private Content clean(Content mail) throws Exception {
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord("松柏")), new SpoolFactory(folder, 1 << 20));
    Unmarked clean = remover.remove(Mails.entity(mail));
    return clean.mail();
  }

  private String clean(String mail) throws Exception {
    return new String(Mails.bytes(clean(Mails.of(mail))), UTF_8).replace("\r\n", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/octet-stream; name=a.txt",
        "application/octet-stream",
        "application/xhtml+xml",
        "application/rtf",
        "application/mbox",
        "application/json",
        "image/svg+xml",
      })
  void areTakenOffWhateverTheTypeIs(String type) throws Exception {
    String head = "Content-Type: " + type + "\n\n";

    assertThat(clean(head + "a " + MARK + "b\n")).isEqualTo(head + "a b\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "image/png", "application/zip"})
  void filesThatAreNoTextKeepEveryByte(String type) throws Exception {
    String mail = "Content-Type: " + type + "\n\n\0\1\2 " + MARK + "b\n";

    assertThat(clean(mail)).isEqualTo(mail);
  }

  @Test
  void aTextInUtf16WithoutAnyTypeIsCleaned() throws Exception {
    String head = "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n";
    String text = "\ufeffa " + MARK + "b";

    String clean =
        clean(head + Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_16LE)) + "\n");

    byte[] left = Base64.getMimeDecoder().decode(clean.substring(head.length()));
    assertThat(new String(left, UTF_16LE)).isEqualTo("\ufeffa b");
  }

  @Test
  void aTransferEncodingInQuotesIsUndone() throws Exception {
    String head =
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: \"base64\"\n\n";
    String text = Base64.getEncoder().encodeToString((MARK + "b").getBytes(UTF_8));

    String clean = clean(head + text + "\n");

    assertThat(new String(Base64.getMimeDecoder().decode(clean.substring(head.length())), UTF_8))
        .isEqualTo("b");
  }

  @Test
  void aTextInUuencodeIsCleanedAndIsInUuencodeAgain() throws Exception {
    String text = "a long line of text\r\n".repeat(20);
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    UuencodeOutput encoder = new UuencodeOutput(encoded);
    encoder.write((text + MARK + "b").getBytes(UTF_8));
    encoder.finish();
    String head =
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: x-uuencode\n\n";
    Content mail = Mails.of(head + encoded.toString(UTF_8).replace("\r\n", "\n"));

    Entity clean = Mails.entity(clean(mail));

    assertThat(new String(clean.decodedBody().readAllBytes(), UTF_8)).isEqualTo(text + "b");
  }
}
