package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * One header field, byte for byte as it stands, folded lines and the last line end included (RFC
 * 5322 §2.2). Blanks before the colon are tolerated (RFC 5322 §4.5.8). Immutable.
 */
public final class HeaderField {
  private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final String name;
  private final int valueStart;

  /**
   * A field byte for byte, folded lines and the line end included.
   *
   * @param raw without an empty line in it
   */
  public HeaderField(byte[] raw) {
    this(raw.clone(), 0, raw.length);
  }

  /** A view of a range that nobody writes to any more. */
  HeaderField(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    int nameEnd = start;
    while (nameEnd < end && isNameByte(bytes[nameEnd])) {
      nameEnd++;
    }
    int colon = nameEnd;
    while (colon < end && isBlank(bytes[colon])) {
      colon++;
    }
    boolean isField = nameEnd > start && colon < end && bytes[colon] == ':';
    this.name = isField ? new String(bytes, start, nameEnd - start, US_ASCII) : "";
    this.valueStart = isField ? colon + 1 : start;
  }

  /**
   * A field from its name and value, folded at 76 where it can be, ending in CRLF. A value that is
   * not printable ASCII becomes encoded words (RFC 2047); control characters become blanks.
   */
  public static HeaderField of(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c < 128 && isNameByte((byte) c))) {
      throw new IllegalArgumentException("not a field name: " + name);
    }
    byte[] raw = FieldFolding.fold(name, value).getBytes(US_ASCII);
    return new HeaderField(raw, 0, raw.length);
  }

  private static boolean isNameByte(byte b) {
    return b > 32 && b < 127 && b != ':';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** As written, without the colon and blanks before it; empty if the line is no field. */
  public String name() {
    return name;
  }

  /** Whether this is a field of that name, upper and lower case alike. */
  public boolean is(String name) {
    return this.name.equalsIgnoreCase(name);
  }

  /**
   * This field (Content-Type, Content-Disposition) with its parameters' decoded values changed. All
   * parameters are written anew then (RFC 2231), as many as can be read.
   *
   * @param change gets each parameter's name in lower case and its value
   * @return empty if no value changed
   */
  public Optional<HeaderField> withParameters(BinaryOperator<String> change) {
    return FieldParameters.of(this).changed(change).map(it -> it.toField(name, it.value()));
  }

  /** The unfolded value, trimmed; bytes above 127 as UTF-8 if they are, else as ISO-8859-1. */
  public String value() {
    return EncodedWords.utf8OrLatin1(unfolded());
  }

  /** The value with encoded words (RFC 2047) decoded; what is damaged stays as it is. */
  public String decodedValue() {
    return EncodedWords.decode(value());
  }

  /** A text with encoded words (RFC 2047) decoded; what is damaged stays as it is. */
  public static String decoded(String text) {
    return EncodedWords.decode(text);
  }

  /** The charset of an encoded word that {@link #decodedValue} cannot decode, if there is one. */
  public Optional<String> unknownCharset() {
    return EncodedWords.unknownCharset(value());
  }

  /** The unfolded value, trimmed, each byte as one character. */
  String latin1Value() {
    return new String(unfolded(), ISO_8859_1);
  }

  private byte[] unfolded() {
    byte[] value = new byte[end - valueStart];
    int length = 0;
    for (int i = valueStart; i < end; i++) {
      boolean lineEnd =
          bytes[i] == '\n' || (bytes[i] == '\r' && i + 1 < end && bytes[i + 1] == '\n');
      if (!lineEnd) {
        value[length++] = bytes[i];
      }
    }
    int from = 0;
    while (from < length && isBlank(value[from])) {
      from++;
    }
    while (length > from && isBlank(value[length - 1])) {
      length--;
    }
    return Arrays.copyOfRange(value, from, length);
  }

  /** A copy of the bytes. */
  public byte[] raw() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  int rawLength() {
    return end - start;
  }

  boolean endsInLineEnd() {
    return end > start && bytes[end - 1] == '\n';
  }

  /**
   * Whether it is 7-bit, with lines of at most 998, and not the {@code From } line of an mbox: fit
   * to be carried but for line ends and blanks before them.
   */
  boolean isCarriable() {
    int lineStart = start;
    for (int i = start; i < end; i++) {
      boolean cr = bytes[i] == '\r';
      boolean crlf = cr && i + 1 < end && bytes[i + 1] == '\n';
      if (bytes[i] <= 0 || (cr && !crlf)) {
        return false;
      }
      if (bytes[i] == '\n') {
        lineStart = i + 1;
      } else if (!cr && i - lineStart >= MimeLimits.LONGEST_LINE) {
        return false;
      }
    }
    return end - start < FROM.length
        || !Arrays.equals(bytes, start, start + FROM.length, FROM, 0, FROM.length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, start, end - start);
  }

  @Override
  public String toString() {
    return name + ": " + value();
  }
}
