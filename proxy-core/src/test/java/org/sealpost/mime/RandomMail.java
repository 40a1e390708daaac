package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Well-formed mails of every shape, the same for the same seed. */
final class RandomMail {
  private static final List<String> CHARSETS =
      List.of("us-ascii", "utf-8", "iso-8859-1", "big5", "iso-2022-jp", "windows-1252");
  private static final List<String> WORDS =
      List.of(
          "From ",
          "from",
          "-- ",
          "--b",
          "=3D",
          "=",
          ".",
          "..",
          "\t",
          "  ",
          "\r\n",
          "\r\n\r\n",
          "\r\nFrom ",
          " \r\n",
          "\t\r\n",
          "caf\u00e9",
          "\u4fdd\u5bc6\u90f5\u4ef6",
          "\u65e5\u672c",
          "word",
          "word ",
          "http://example.org/a?b=c&d=e",
          "\r\n--",
          "\r\n--c",
          "\f");

  private final Random random;
  private final boolean closed;
  private int boundaries;

  RandomMail(long seed) {
    this(seed, false);
  }

  /** With every multipart closed if asked: where the last part ends otherwise, readers differ. */
  RandomMail(long seed, boolean closed) {
    random = new Random(seed);
    this.closed = closed;
  }

  byte[] next() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "From: a@example.org\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\nMIME-Version: 1.0\r\n");
    entity(out, 0);
    return out.toByteArray();
  }

  private void entity(ByteArrayOutputStream out, int depth) {
    int kind = random.nextInt(depth > 4 ? 6 : 10);
    if (kind < 4) {
      text(out);
    } else if (kind < 6) {
      binary(out);
    } else if (kind < 9) {
      multipart(out, depth);
    } else {
      write(out, "Content-Type: message/rfc822\r\n");
      label(out, "8bit");
      write(out, "\r\nSubject: inner \r\nMIME-Version: 1.0\r\n");
      entity(out, depth + 1);
    }
  }

  private void text(ByteArrayOutputStream out) {
    String charset = CHARSETS.get(random.nextInt(CHARSETS.size()));
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append(
          random.nextInt(20) == 0
              ? "long".repeat(random.nextInt(600))
              : WORDS.get(random.nextInt(WORDS.size())));
    }
    boolean flowed = random.nextBoolean();
    write(out, "Content-Type: text/plain; charset=" + charset);
    write(out, flowed ? "; \r\n format=flowed\r\n" : "\r\n");
    leaf(out, text.toString().getBytes(Charset.forName(charset)));
  }

  private void binary(ByteArrayOutputStream out) {
    byte[] bytes = new byte[random.nextInt(3000)];
    random.nextBytes(bytes);
    write(out, "Content-Type: application/octet-stream;\r\n name=\"a b.bin\"\r\n");
    write(out, "Content-Disposition: attachment; filename*=utf-8''%E4%BF%9D.bin\r\n");
    encoded(out, bytes, "base64");
  }

  private void leaf(ByteArrayOutputStream out, byte[] bytes) {
    switch (random.nextInt(3)) {
      case 0 -> encoded(out, bytes, "base64");
      case 1 -> encoded(out, bytes, "quoted-printable");
      default -> {
        label(out, "8bit");
        write(out, "\r\n");
        out.writeBytes(bytes);
      }
    }
  }

  private void label(ByteArrayOutputStream out, String encoding) {
    if (random.nextInt(4) > 0) {
      write(out, "Content-Transfer-Encoding: " + encoding + "\r\n");
    }
  }

  private void encoded(ByteArrayOutputStream out, byte[] bytes, String encoding) {
    write(out, "Content-Transfer-Encoding: " + encoding + "\r\n\r\n");
    if (encoding.equals("base64")) {
      out.writeBytes(Base64.getMimeEncoder().encode(bytes));
      return;
    }
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      boolean lineEnd = b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n';
      if (lineEnd) {
        write(out, "\r\n");
        i++;
      } else if (b > 32 && b < 127 && b != '=' && b != '-' && random.nextInt(5) > 0) {
        out.write(b);
      } else {
        write(out, String.format("=%02X", b));
      }
      if (random.nextInt(40) == 0) {
        write(out, "=\r\n");
      }
    }
  }

  private void multipart(ByteArrayOutputStream out, int depth) {
    String subtype = List.of("mixed", "alternative", "related", "digest").get(random.nextInt(4));
    String boundary = "b" + boundaries++ + (random.nextBoolean() ? "" : "=_x");
    write(out, "Content-Type: multipart/" + subtype + "; \r\n\tboundary=\"" + boundary + "\"\r\n");
    label(out, "8bit");
    write(out, "\r\n");
    if (random.nextBoolean()) {
      write(out, "This is a multi-part message.\r\n");
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      write(out, "--" + boundary + (random.nextInt(4) == 0 ? "  \r\n" : "\r\n"));
      entity(out, depth + 1);
      write(out, "\r\n");
    }
    if (random.nextInt(6) > 0 || closed) {
      write(out, "--" + boundary + "--\r\n");
    }
    if (random.nextInt(4) == 0) {
      write(out, "epilogue\r\n");
    }
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
  }
}
