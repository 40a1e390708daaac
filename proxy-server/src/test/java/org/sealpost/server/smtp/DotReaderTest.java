package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.server.smtp.DotReader.Outcome;

class DotReaderTest {
  private static final int LINE = 1000;

  record Read(Outcome outcome, String mail, String rest) {}

  /** {@code chunk} bytes arrive at a time. */
  static Read read(String wire, int chunk) throws IOException {
    return read(wire, chunk, LINE, Long.MAX_VALUE);
  }

  private static Read read(String wire, int chunk, int lineLimit, long sizeLimit)
      throws IOException {
    WireInput in = new WireInput(chunked(wire, chunk));
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    DotReader reader = new DotReader(in, lineLimit, sizeLimit, Long.MAX_VALUE, () -> {});
    Outcome outcome = reader.copyTo(mail);
    StringBuilder rest = new StringBuilder();
    while (in.has(1)) {
      rest.append((char) (in.buffer()[in.position()] & 0xff));
      in.readUpTo(in.position() + 1);
    }
    return new Read(outcome, mail.toString(ISO_8859_1), rest.toString());
  }

  private static InputStream chunked(String wire, int chunk) {
    byte[] bytes = wire.getBytes(ISO_8859_1);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, chunk));
      }
    };
  }

  private static String unescape(String text) {
    return text.translateEscapes();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    // What ends a mail, and what is in it then.
    "'.\\r\\n', COMPLETE, ''",
    "'\\r\\n.\\r\\n', COMPLETE, '\\r\\n'",
    "'a\\r\\n.\\r\\n', COMPLETE, 'a\\r\\n'",
    "'a\\r\\n\\r\\nb\\r\\n.\\r\\n', COMPLETE, 'a\\r\\n\\r\\nb\\r\\n'",
    // Stuffed dots.
    "'..\\r\\n.\\r\\n', COMPLETE, '.\\r\\n'",
    "'...\\r\\n.\\r\\n', COMPLETE, '..\\r\\n'",
    "'.a\\r\\n.\\r\\n', COMPLETE, 'a\\r\\n'",
    "'a.\\r\\n.\\r\\n', COMPLETE, 'a.\\r\\n'",
    "'a\\r\\n..b\\r\\n.\\r\\n', COMPLETE, 'a\\r\\n.b\\r\\n'",
    // Bytes that are no business of ours.
    "'\\t\\13\\f\\1\\r\\n.\\r\\n', COMPLETE, '\\t\\13\\f\\1\\r\\n'",
    "'\\200\\377\\r\\n.\\r\\n', COMPLETE, '\\200\\377\\r\\n'",
    // Everything else with CR, LF and a dot is no end.
    "'a\\n.\\n\\r\\n.\\r\\n', BARE_LF, ''",
    "'a\\n.\\r\\n\\r\\n.\\r\\n', BARE_LF, ''",
    "'a\\r.\\r\\r\\n.\\r\\n', BARE_CR, ''",
    "'a\\r.\\r\\n\\r\\n.\\r\\n', BARE_CR, ''",
    "'a\\r\\n.\\n\\r\\n.\\r\\n', BARE_LF, ''",
    "'a\\r\\n.\\r\\r\\n.\\r\\n', BARE_CR, ''",
    "'a\\r\\r\\n.\\r\\n', BARE_CR, ''",
    "'a\\n\\r\\n.\\r\\n', BARE_LF, ''",
    "'.\\n\\r\\n.\\r\\n', BARE_LF, ''",
    "'.\\ra\\r\\n.\\r\\n', BARE_CR, ''",
    "'a\\0\\r\\n.\\r\\n', NUL, ''",
    // The client went away.
    "'', CUT_OFF, ''",
    "'.', CUT_OFF, ''",
    "'.\\r', CUT_OFF, ''",
    "'a\\r\\n', CUT_OFF, ''",
    "'a\\r\\n.', CUT_OFF, ''",
    "'a\\r\\n.\\r', CUT_OFF, ''",
  })
  void onlyCrLfDotCrLfEndsAMail(String wire, Outcome outcome, String mail) throws IOException {
    for (int chunk = 1; chunk <= 9; chunk++) {
      String rest = outcome == Outcome.CUT_OFF ? "" : "QUIT\r\n";
      Read read = read(unescape(wire) + rest, chunk);
      assertThat(read.outcome()).as("in chunks of %d", chunk).isEqualTo(outcome);
      if (outcome != Outcome.CUT_OFF) {
        assertThat(read.rest()).as("in chunks of %d", chunk).isEqualTo(rest);
      }
      if (outcome == Outcome.COMPLETE) {
        assertThat(read.mail()).as("in chunks of %d", chunk).isEqualTo(unescape(mail));
      }
    }
  }

  /** All words of CR, LF, dot and a letter up to a length, against a reader of one line. */
  @Test
  void agreesWithTheDefinitionOnEveryShortWord() throws IOException {
    for (String word : words(6)) {
      String wire = "x\r\n" + word;
      int end = ("\r\n" + wire).indexOf("\r\n.\r\n");
      Read read = read(wire, 3);
      if (end < 0) {
        assertThat(read.outcome()).as(escaped(word)).isNotEqualTo(Outcome.COMPLETE);
        continue;
      }
      String mail = ("\r\n" + wire).substring(2, Math.max(2, end + 2));
      assertThat(read.rest()).as(escaped(word)).isEqualTo(wire.substring(end + 3));
      boolean fit = !mail.replace("\r\n", "").matches("(?s).*[\r\n].*");
      assertThat(read.outcome() == Outcome.COMPLETE).as(escaped(word)).isEqualTo(fit);
      if (fit) {
        assertThat(read.mail())
            .as(escaped(word))
            .isEqualTo(("\r\n" + mail).replace("\r\n.", "\r\n").substring(2));
      }
    }
  }

  private static String escaped(String word) {
    return word.replace("\r", "\\r").replace("\n", "\\n");
  }

  private static List<String> words(int length) {
    List<String> words = new ArrayList<>(List.of(""));
    for (int i = 0; i < length; i++) {
      words =
          words.stream()
              .flatMap(word -> Stream.of("\r", "\n", ".", "a").map(letter -> word + letter))
              .toList();
    }
    return words;
  }

  static Stream<Integer> offsets() {
    int buffer = 32 * 1024;
    return IntStream.rangeClosed(buffer - 6, buffer + 2).boxed();
  }

  @ParameterizedTest
  @MethodSource("offsets")
  void endAcrossTheBuffersEdgeIsFound(int offset) throws IOException {
    String line = "a".repeat(62) + "\r\n";
    String body = line.repeat(offset / 64) + "b".repeat(offset % 64);
    Read read = read(body + "\r\n..c\r\n.\r\nQUIT\r\n", 1 << 20);
    assertThat(read).isEqualTo(new Read(Outcome.COMPLETE, body + "\r\n.c\r\n", "QUIT\r\n"));
  }

  @Test
  void lineLimitCountsTheCrLf() throws IOException {
    assertThat(read("a".repeat(998) + "\r\n.\r\n", 64).outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(read("a".repeat(999) + "\r\n.\r\n", 64).outcome()).isEqualTo(Outcome.LONG_LINE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void longLineIsFoundWhereverItsBlocksEnd(int chunk) throws IOException {
    String wire = "ok\r\n" + "a".repeat(100_000) + "\r\n.\r\nQUIT\r\n";
    Read read = read(wire, chunk);
    assertThat(read.outcome()).isEqualTo(Outcome.LONG_LINE);
    assertThat(read.rest()).isEqualTo("QUIT\r\n");
  }

  @Test
  void largestMailIsTakenAndOneByteMoreIsNot() throws IOException {
    assertThat(read("abc\r\n.\r\n", 9, LINE, 5).outcome()).isEqualTo(Outcome.COMPLETE);
    Read read = read("abcd\r\n.\r\nQUIT\r\n", 9, LINE, 5);
    assertThat(read.outcome()).isEqualTo(Outcome.TOO_LARGE);
    assertThat(read.rest()).isEqualTo("QUIT\r\n");
  }

  @Test
  void mailWithoutEndIsGivenUp() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'a';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 'a');
            return length;
          }
        };
    DotReader reader = new DotReader(new WireInput(endless), LINE, 5000, 1_000_000, () -> {});
    assertThat(reader.copyTo(OutputStream.nullOutputStream())).isEqualTo(Outcome.TOO_LARGE);
    assertThat(reader.endSeen()).isFalse();
  }

  @Test
  void mailThatCannotBeStoredIsStillReadToItsEnd() throws IOException {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    WireInput in = new WireInput(chunked("a\r\nb\r\n.\r\nQUIT\r\n", 4));
    DotReader reader = new DotReader(in, LINE, 100, 100, () -> {});
    assertThat(reader.copyTo(full)).isEqualTo(Outcome.NOT_STORED);
    assertThat(reader.endSeen()).isTrue();
    assertThat(reader.storeFailure())
        .hasValueSatisfying(e -> assertThat(e).hasMessage("disk full"));
  }

  @Test
  void senderOfAnUnfitMailThatWaitsForAnAnswerGetsOne() throws IOException {
    InputStream silent =
        new SequenceInputStream(
            chunked("a\n.\n", 100),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new SocketTimeoutException();
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                throw new SocketTimeoutException();
              }
            });
    AtomicInteger told = new AtomicInteger();
    DotReader reader = new DotReader(new WireInput(silent), LINE, 100, 100, told::incrementAndGet);
    assertThat(reader.copyTo(OutputStream.nullOutputStream())).isEqualTo(Outcome.BARE_LF);
    assertThat(reader.endSeen()).isFalse();
    assertThat(told).hasValue(1);
  }
}
