package org.sealpost.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails cut, glued and sprinkled at random. */
class CanonicalMutationTest {
  private static final List<byte[]> ODDITIES =
      List.of(
          new byte[] {'\r'},
          new byte[] {'\n'},
          new byte[] {0},
          new byte[] {(byte) 0xff},
          new byte[] {' ', '\r', '\n'},
          "\r\n--b0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedMailsBecomeCanonicalToo(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] mail = new RandomMail(seed).next();
    for (int i = random.nextInt(8); i >= 0; i--) {
      mail = mutate(mail, random);
    }
    try {
      Canonical.checked(mail);
    } catch (MimeException e) {
      // A mail may pass a limit; nothing is promised but that this is said.
    }
  }

  private static byte[] mutate(byte[] mail, Random random) {
    int from = random.nextInt(mail.length + 1);
    int to = Math.min(mail.length, from + random.nextInt(40));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(mail, 0, from);
    switch (random.nextInt(4)) {
      case 0 -> out.write(mail, to, mail.length - to);
      case 1 -> {
        out.write(mail, from, to - from);
        out.write(mail, from, mail.length - from);
      }
      case 2 -> {
        int other = random.nextInt(mail.length + 1);
        out.write(mail, other, mail.length - other);
      }
      default -> {
        out.writeBytes(ODDITIES.get(random.nextInt(ODDITIES.size())));
        out.write(mail, from, mail.length - from);
      }
    }
    return out.toByteArray();
  }
}
