package org.sealpost.testmail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.MimeException;

/** Mails as text and bytes. */
public final class Mails {
  private Mails() {}

  /** A text block, whose lines end in LF, as a mail in UTF-8. */
  public static Content of(String text) {
    return Content.of(text.replace("\n", "\r\n").getBytes(UTF_8));
  }

  public static Entity entity(Content content) throws IOException {
    try {
      return Entity.parse(content);
    } catch (MimeException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] bytes(Content content) throws IOException {
    return content.open().readAllBytes();
  }

  /** One character for each byte, lines ending in LF. */
  public static String text(Content content) throws IOException {
    return new String(bytes(content), ISO_8859_1).replace("\r\n", "\n");
  }

  public static byte[] written(EntityWriter writer) throws IOException, Failure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.writeTo(out);
    return out.toByteArray();
  }
}
