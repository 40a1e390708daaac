package org.sealpost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jakarta Mail reads the same parts from a mail before and after. */
class CanonicalRoundTripTest {
  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyPartDecodesToTheSameBytes(long seed) throws Exception {
    byte[] mail = new RandomMail(seed).next();

    byte[] canonical = Canonical.checked(mail);

    Canonical.assertLinesProtected(canonical);
    assertThat(decodedParts(canonical)).isEqualTo(decodedParts(mail));
  }

  private static List<String> decodedParts(byte[] mail) throws Exception {
    List<String> parts = new ArrayList<>();
    collect(
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)),
        parts);
    return parts;
  }

  private static void collect(MimePart part, List<String> parts) throws Exception {
    String type = part.getContentType().replaceAll("\\s+", " ").replaceAll("; *$", "");
    Object content =
        part.isMimeType("multipart/*") || part.isMimeType("message/rfc822")
            ? part.getContent()
            : "";
    switch (content) {
      case Multipart multipart -> {
        parts.add(type + " of " + multipart.getCount());
        for (int i = 0; i < multipart.getCount(); i++) {
          collect((MimePart) multipart.getBodyPart(i), parts);
        }
      }
      case MimeMessage inner -> {
        parts.add(type);
        collect(inner, parts);
      }
      default -> parts.add(type + part.getFileName() + HexFormat.of().formatHex(bytes(part)));
    }
  }

  private static byte[] bytes(Part part) throws Exception {
    try (InputStream in = part.getInputStream()) {
      return in.readAllBytes();
    }
  }
}
