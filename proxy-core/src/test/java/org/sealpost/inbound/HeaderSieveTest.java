package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.HeaderInput;

class HeaderSieveTest {
  private static final int HELD = 1 << 16;
  private static final ForgedMarks FORGED = new ForgedMarks();

  private static String sieved(String header, HeaderField... marks) throws IOException {
    String first = sieved(header, Integer.MAX_VALUE, marks);
    for (int chunk = 1; chunk < 10 && header.length() < 1000; chunk++) {
      assertThat(sieved(header, chunk, marks)).as("in chunks of " + chunk).isEqualTo(first);
    }
    return first;
  }

  private static String sieved(String header, int chunk, HeaderField... marks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] octets = header.getBytes(ISO_8859_1);
    HeaderSieve sieve = new HeaderSieve(out, FORGED, MailMarks.of(List.of(marks)));
    try (sieve) {
      for (int from = 0; from < octets.length; from += Math.min(chunk, octets.length)) {
        sieve.write(octets, from, Math.min(chunk, octets.length - from));
      }
    }
    assertThat(sieve.size()).isEqualTo(out.size());
    return out.toString(ISO_8859_1);
  }

  /** Compares without printing megabytes. */
  private static void assertSieved(String header, String expected) throws IOException {
    String result = sieved(header);
    assertThat(result).hasSameSizeAs(expected);
    assertThat(result.equals(expected)).isTrue();
  }

  private static String lines(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0").replace("\\t", "\t");
  }

  @Test
  void whatIsTakenFromASubjectIsSaidOnceBeforeIt() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeaderField note = HeaderField.of("X-Note", "taken");
    HeaderSieve sieve = new HeaderSieve(out, FORGED, MailMarks.none(), Optional.of(note));
    try (sieve) {
      sieve.write(
          "A: b\r\nX-Sealpost-Verdict: valid\r\nSubject: [maple ✔signed] a\r\nComments: [x1 ✔signed]\r\n"
              .getBytes(UTF_8));
    }
    assertThat(out.toString(UTF_8))
        .isEqualTo("A: b\r\nX-Note: taken\r\nSubject: a\r\nComments:\r\n");
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource({
    "A: b\\r\\nX-Sealpost-Verdict: valid\\r\\nC: d\\r\\n, A: b\\r\\nC: d\\r\\n",
    "X-Sealpost: x\\r\\n y\\r\\n\\tz\\r\\nC: d\\r\\n, C: d\\r\\n",
    "X-Sealpost: x\\n y\\nC: d\\n, C: d\\n",
    "x-SEALPOST-Any : x\\r\\nC: d\\r\\n, C: d\\r\\n",
    "X-Seal\\r\\n post: x\\r\\nC: d\\r\\n, C: d\\r\\n",
    "X-Seal\\0post: x\\r\\nC: d\\r\\n, C: d\\r\\n",
    "A: b\\rX-Sealpost: x\\r\\nC: d\\r\\n, C: d\\r\\n",
    "A: b\\r\\n X-Sealpost: x\\r\\nC: d\\r\\n, A: b\\r\\n X-Sealpost: x\\r\\nC: d\\r\\n",
    "A: X-Sealpost: x\\r\\n, A: X-Sealpost: x\\r\\n",
    "X-Seal: post\\r\\nno field\\r\\nC: d\\n, X-Seal: post\\r\\nno field\\r\\nC: d\\n",
    "X-Sealpost: x, ''",
    "A: b, A: b\\r\\n",
    "'', ''"
  })
  void onlyForgedFieldsAreTakenOut(String header, String left) throws IOException {
    assertThat(sieved(lines(header))).isEqualTo(lines(left));
  }

  @Test
  void whatIsShortEnoughPassesAsTheWholeHeaderWould() throws IOException {
    String[] pieces = {
      "\r",
      "\n",
      "\r\n",
      " ",
      "\t",
      ":",
      "A: b",
      "X-Seal",
      "post",
      "X-Sealpost-Verdict: valid",
      "x-sealposT",
      "\0",
      "\u00e9",
      "Content-Type: text/plain",
      "From me",
      "\r\n\r"
    };
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      agrees(text.toString().getBytes(ISO_8859_1));
    }
  }

  @FuzzTest
  void agrees(byte[] mail) throws IOException {
    byte[] octets = new HeaderInput(Content.of(mail).open()).readAllBytes();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    FORGED.without(Header.parse(octets)).writeTo(expected);
    if (octets.length < HELD) {
      String text = new String(octets, ISO_8859_1);
      assertThat(sieved(text, 1 + octets.length % 5)).isEqualTo(expected.toString(ISO_8859_1));
    }
  }

  @Test
  void aFieldOfAnySizePassesByteForByte() throws IOException {
    for (int size : new int[] {HELD - 4, HELD - 3, HELD - 2, HELD - 1, HELD, 2 * HELD, 5 << 20}) {
      String line = "A: " + "x".repeat(size) + "\r\nB: c\r\n";
      assertSieved(line, line);
      String folded = "A: " + "x\r\n  x-sealpost: y".repeat(size / 18) + "\r\nB: c\r\n";
      assertSieved(folded, folded);
    }
  }

  @Test
  void bareCarriageReturnsInAFieldOfAnySizePass() throws IOException {
    for (int size = HELD - 12; size < HELD + 12; size++) {
      String field = "A: " + "y".repeat(size - 3) + "\rX-Seal\r X-Sealpost: a\r\rX\r\nB: c\r\n";
      assertSieved(field, field);
    }
    String crs = "A: " + "\r".repeat(3 * HELD) + "\nB: c\r\n";
    assertSieved(crs, crs);
  }

  @Test
  void aForgedFieldOfAnySizeIsTakenOutWhole() throws IOException {
    for (int size : new int[] {HELD - 20, HELD, 2 * HELD, 5 << 20}) {
      String kept = "B: c\r\n";
      assertSieved("X-Sealpost-Note: " + "x".repeat(size) + "\r\n y\r\n" + kept, kept);
      assertSieved("X-Sealpost-Note: " + "x\r\n ".repeat(size / 4) + "\r\n" + kept, kept);
      assertSieved("X-Seal" + " ".repeat(size) + "post: valid\r\n" + kept, kept);
      assertSieved("X-Seal" + "\r\n ".repeat(size / 3) + "post: valid\r\n" + kept, kept);
    }
  }

  /** Attack: our name behind a bare CR, at and behind the end of what is looked at as a whole. */
  @Test
  void attackAForgedLineBehindABareCrOfALongField() throws IOException {
    for (int size = HELD - 24; size < HELD + 24; size++) {
      String result =
          sieved("A: " + "y".repeat(size - 3) + "\rX-Sealpost-Verdict: valid\r\n z\r\nB: c\r\n");
      assertThat(result).doesNotContainIgnoringCase("sealpost").endsWith("B: c\r\n");
      assertThat(Header.parse(result.getBytes(ISO_8859_1)).all("B")).hasSize(1);
    }
    assertSieved(
        "A: " + "y".repeat(2 * HELD) + "\rX-Sealpost: valid\rmore\r\n z\r\nB: c\r\n",
        "A: " + "y".repeat(2 * HELD) + "\r\nB: c\r\n");
    assertSieved(
        "A: " + "y".repeat(2 * HELD) + "\rX-Seal" + "\0".repeat(HELD) + "post: valid\r\nB: c\r\n",
        "A: " + "y".repeat(2 * HELD) + "\r\nB: c\r\n");
  }

  @Test
  void theContentFieldsAreKept() throws IOException {
    HeaderSieve sieve =
        full(
            "A: b\r\n".repeat(300_000)
                + "Content-Type: text/plain;\r\n charset=utf-8\r\nX: y\r\ncontent-id: 1");

    assertThat(sieve.content().fields().stream().map(HeaderField::toString))
        .containsExactly("Content-Type: text/plain; charset=utf-8", "content-id: 1");
    assertThat(sieve.isContentCut()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void contentFieldsThatAreTooLargeAreSaidToBeCut(int fields) throws IOException {
    String field = "Content-X: " + "x".repeat((fields == 1 ? 2 : 0) * HELD + 60_000) + "\r\n";

    HeaderSieve sieve = full(field.repeat(fields));

    assertThat(sieve.isContentCut()).isTrue();
    assertThat(sieve.content().fields()).isNotEmpty();
  }

  private static HeaderSieve full(String header) throws IOException {
    HeaderSieve sieve = new HeaderSieve(OutputStream.nullOutputStream(), FORGED);
    try (sieve) {
      sieve.write(header.getBytes(ISO_8859_1));
    }
    return sieve;
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource({
    "A: b\\r\\n, X: y\\r\\nA: b\\r\\n",
    "'', X: y\\r\\n",
    "' folded\\r\\nA: b\\r\\nC: d\\r\\n', ' folded\\r\\nX: y\\r\\nA: b\\r\\nC: d\\r\\n'",
    "no field, no field\\r\\nX: y\\r\\n",
    "X-Sealpost: a\\r\\nA: b\\r\\n, X: y\\r\\nA: b\\r\\n"
  })
  void marksStandBeforeTheFirstField(String header, String result) throws IOException {
    assertThat(sieved(lines(header), HeaderField.of("X", "y"))).isEqualTo(lines(result));
  }

  @Test
  void marksStandBeforeAFirstFieldOfAnySize() throws IOException {
    String field = "A: " + "x".repeat(2 * HELD) + "\r\n";
    assertThat(sieved(field, HeaderField.of("X", "y")).equals("X: y\r\n" + field)).isTrue();
    String folded = " " + "x".repeat(2 * HELD) + "\r\nB: c\r\n";
    assertThat(sieved(folded, HeaderField.of("X", "y")))
        .startsWith(" x")
        .endsWith("x\r\nX: y\r\nB: c\r\n");
  }
}
