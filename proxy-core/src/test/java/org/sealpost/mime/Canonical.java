package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What every canonical entity promises, whatever went in. */
final class Canonical {
  private Canonical() {}

  static byte[] of(byte[] mail) throws IOException, MimeException {
    CanonicalEntity canonical = new CanonicalEntity(Entity.parse(Content.of(mail)));
    long bound = canonical.sizeBound();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    canonical.writeTo(out);
    assertThat(bound).isEqualTo(out.size());
    return out.toByteArray();
  }

  static String of(String mail) throws IOException, MimeException {
    return new String(of(mail.getBytes(ISO_8859_1)), ISO_8859_1);
  }

  /** Makes it canonical and checks what holds of all. */
  static byte[] checked(byte[] mail) throws IOException, MimeException {
    byte[] once = of(mail);
    assertSevenBit(once);
    assertThat(of(mail)).as("written again").isEqualTo(once);
    assertThat(new String(of(once), ISO_8859_1))
        .as("canonical of canonical")
        .isEqualTo(new String(once, ISO_8859_1));
    return once;
  }

  static void assertSevenBit(byte[] bytes) {
    int lineStart = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      boolean pairedCr = b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
      boolean pairedLf = b == '\n' && i > 0 && bytes[i - 1] == '\r';
      boolean fine = b > 0 && (b != '\r' || pairedCr) && (b != '\n' || pairedLf);
      if (!fine) {
        throw new AssertionError("byte " + b + " at " + i);
      }
      if (pairedLf) {
        lineStart = i + 1;
      }
      if (!pairedCr && i - lineStart >= 998) {
        throw new AssertionError("a line of more than 998 at " + lineStart);
      }
    }
  }

  static void assertLinesProtected(byte[] bytes) {
    assertThat(new String(bytes, ISO_8859_1).split("\r\n", -1))
        .noneMatch(line -> line.startsWith("From "))
        .noneMatch(line -> line.endsWith(" ") || line.endsWith("\t"));
  }
}
