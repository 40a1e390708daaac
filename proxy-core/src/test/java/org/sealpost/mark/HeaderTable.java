package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.mime.Header;

/** Reads the tables of headers that lie beside. */
public final class HeaderTable {
  /** The seal word in them. */
  public static final Optional<SealWord> SEAL = Optional.of(new SealWord("松柏"));

  private HeaderTable() {}

  /** A header by its oddity. */
  public record Row(String oddity, byte[] octets) {
    public Header header() {
      return Header.parse(octets);
    }

    @Override
    public String toString() {
      return oddity;
    }
  }

  public static Stream<Row> forgeries() {
    return rows("forgeries.txt");
  }

  public static Stream<Row> honest() {
    return rows("honest.txt");
  }

  private static Stream<Row> rows(String file) {
    try (InputStream in = HeaderTable.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(HeaderTable::row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    int bar = line.indexOf(" | ");
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    String text = line.substring(bar + 3);
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c != '\\') {
        octets.writeBytes(Character.toString(c).getBytes(UTF_8));
        continue;
      }
      char kind = text.charAt(at++);
      switch (kind) {
        case 'r' -> octets.write('\r');
        case 'n' -> octets.write('\n');
        case 't' -> octets.write('\t');
        case 'x' -> {
          octets.write(Integer.parseInt(text.substring(at, at + 2), 16));
          at += 2;
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
    octets.writeBytes("\r\n".getBytes(UTF_8));
    return new Row(line.substring(0, bar), octets.toByteArray());
  }

  /** The header's octets. */
  public static byte[] octets(Header header) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      header.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
