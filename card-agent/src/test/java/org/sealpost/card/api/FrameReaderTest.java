package org.sealpost.card.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static FrameReader reader(InputStream in) {
    return new FrameReader(in, () -> {}, () -> {});
  }

  private static FrameReader reader(String octets) {
    return reader(new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void framesFollowEachOther() throws IOException {
    FrameReader frames =
        reader("Content-Length: 2\r\n\r\n{}content-length:3\r\nContent-Type: x; y\r\n\r\n[1]");
    assertThat(frames.next()).hasValueSatisfying(f -> assertThat(f).asString().isEqualTo("{}"));
    assertThat(frames.next()).hasValueSatisfying(f -> assertThat(f).asString().isEqualTo("[1]"));
    assertThat(frames.next()).isEmpty();
  }

  @Test
  void whatIsFramedIsRead() throws IOException {
    byte[] content = new byte[FrameReader.MAX_CONTENT];
    content[77] = 7;
    FrameReader frames = reader(new ByteArrayInputStream(FrameReader.frame(content)));
    assertThat(frames.next()).hasValue(content);
  }

  @Test
  void aFrameIsAnnouncedAtItsFirstOctetAndItsLast() throws IOException {
    List<String> calls = new ArrayList<>();
    FrameReader frames =
        new FrameReader(
            new ByteArrayInputStream("Content-Length: 0\r\n\r\n".getBytes(UTF_8)),
            () -> calls.add("begins"),
            () -> calls.add("ends"));
    assertThat(frames.next()).isPresent();
    assertThat(frames.next()).isEmpty();
    assertThat(calls).containsExactly("begins", "ends");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1048577\r\n\r\n",
        "Content-Length: 2147483647\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: +1\r\n\r\n",
        "Content-Length: 0x10\r\n\r\n",
        "Content-Length: \r\n\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "Content-Length: 2\n\n{}",
        "Content-Length: 2\r\r\n{}",
        "\r\n{}",
        "X: y\r\n\r\n{}",
        "Content-Length 2\r\n\r\n{}",
        "Content-Length: 2\u0000\r\n\r\n{}",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
        "SSH-2.0-OpenSSH\r\n",
        "{\"jsonrpc\":\"2.0\",\"method\":\"tokens\",\"id\":1}\r\n",
        "Content-Length: 10\r\n\r\nshort",
        "Content-Len"
      })
  void foreignFramesAreRefused(String octets) {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> reader(octets).next());
  }

  @Test
  void aHeaderThatNeverEndsIsRefusedEarly() {
    ByteArrayInputStream endless = new ByteArrayInputStream("a".repeat(1 << 20).getBytes(UTF_8));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> reader(endless).next());
    assertThat(endless.available()).isGreaterThan((1 << 20) - 1024);
  }

  @Test
  void manyShortHeaderLinesAreRefusedEarly() {
    String lines = "A: b\r\n".repeat(100_000);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> reader(lines).next());
  }

  @Test
  void tooLargeAContentIsNotSent() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> FrameReader.frame(new byte[FrameReader.MAX_CONTENT + 1]));
  }

  @FuzzTest
  void anyOctetsGiveFramesOrAnIoException(byte[] octets) {
    FrameReader frames = reader(new ByteArrayInputStream(octets));
    try {
      Optional<byte[]> frame = frames.next();
      while (frame.isPresent()) {
        assertThat(frame.get().length).isLessThanOrEqualTo(octets.length);
        frame = frames.next();
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
