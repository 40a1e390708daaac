package org.sealpost.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.MimeException;

/** Entities for the tests of this package. */
final class Mails {
  static final String PLAIN =
      """
      Content-Type: text/plain; charset=utf-8\r
      Content-Transfer-Encoding: quoted-printable\r
      \r
      Gr=C3=BC=C3=9Fe aus Taipei\r
      From here on nothing is changed.=20\r
      """;

  private Mails() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static EntityWriter writer(byte[] entity) {
    return out -> out.write(entity);
  }

  static EntityWriter writer(String entity) {
    return writer(bytes(entity));
  }

  static byte[] written(EntityWriter writer) throws IOException, Failure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return out.toByteArray();
  }

  static Entity entity(byte[] bytes) throws IOException, MimeException {
    return Entity.parse(Content.of(bytes));
  }

  static Entity entity(String text) throws IOException, MimeException {
    return entity(bytes(text));
  }

  static Entity entity(EntityWriter writer) throws IOException, MimeException, Failure {
    return entity(written(writer));
  }

  static byte[] all(Content content) throws IOException {
    return content.open().readAllBytes();
  }

  static String text(Content content) throws IOException {
    return new String(all(content), StandardCharsets.UTF_8);
  }

  /** An entity of type application/pkcs7-mime around {@code cms}. */
  static byte[] pkcs7Mime(byte[] cms, String parameters) {
    return bytes(
        "Content-Type: application/pkcs7-mime"
            + parameters
            + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(cms)
            + "\r\n");
  }

  static byte[] enveloped(byte[] cms) {
    return pkcs7Mime(cms, "; smime-type=enveloped-data; name=smime.p7m");
  }

  /** An attachment of {@code size} bytes before its encoding. */
  static byte[] attachment(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return bytes(
        "Content-Type: application/octet-stream; name=a.bin\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\r\n");
  }

  /** The CMS bytes of an entity. */
  static byte[] cms(byte[] entity) throws IOException, MimeException {
    return entity(entity).decodedBody().readAllBytes();
  }
}
