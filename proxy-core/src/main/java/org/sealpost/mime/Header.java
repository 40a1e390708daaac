package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The header of a mail or an entity: its fields in order, byte for byte (RFC 5322 §2.2). A line
 * that is no field (no colon, or the {@code From } line of an mbox) is kept with its neighbours and
 * has an empty name. Never throws on damage. Immutable.
 */
public final class Header {
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  private final List<HeaderField> fields;

  private Header(List<HeaderField> fields) {
    this.fields = List.copyOf(fields);
  }

  /** The fields of {@code raw}, which ends before the empty line: what follows one is not read. */
  public static Header parse(byte[] raw) {
    return parse(raw.clone(), 0, raw.length);
  }

  /** As {@link #parse(byte[])}, of a range that nobody writes to any more. */
  static Header parse(byte[] raw, int from, int to) {
    List<HeaderField> fields = new ArrayList<>();
    int fieldStart = from;
    int lineStart = from;
    while (lineStart < to && !isEmptyLine(raw, lineStart, to)) {
      boolean folded = raw[lineStart] == ' ' || raw[lineStart] == '\t';
      if (!folded && lineStart > fieldStart) {
        fields.add(new HeaderField(raw, fieldStart, lineStart));
        fieldStart = lineStart;
      }
      int lineEnd = Bytes.indexOf(raw, lineStart, to, (byte) '\n');
      lineStart = lineEnd < 0 ? to : lineEnd + 1;
    }
    if (lineStart > fieldStart) {
      fields.add(new HeaderField(raw, fieldStart, lineStart));
    }
    return new Header(fields);
  }

  private static boolean isEmptyLine(byte[] raw, int at, int to) {
    return raw[at] == '\n' || (raw[at] == '\r' && at + 1 < to && raw[at + 1] == '\n');
  }

  public static Header of(List<HeaderField> fields) {
    return new Header(fields);
  }

  public List<HeaderField> fields() {
    return fields;
  }

  public Optional<HeaderField> first(String name) {
    return fields.stream().filter(field -> field.is(name)).findFirst();
  }

  public List<HeaderField> all(String name) {
    return fields.stream().filter(field -> field.is(name)).toList();
  }

  /** Without the fields that match. */
  public Header without(Predicate<HeaderField> unwanted) {
    return new Header(fields.stream().filter(unwanted.negate()).toList());
  }

  /** With {@code field} added at the end. */
  public Header with(HeaderField field) {
    List<HeaderField> more = new ArrayList<>(fields);
    more.add(field);
    return new Header(more);
  }

  /**
   * The addresses (addr-spec, as written) in all fields of this name, groups opened; none if
   * damaged.
   */
  public List<String> addresses(String name) {
    return all(name).stream().flatMap(field -> Addresses.of(field.value()).stream()).toList();
  }

  /**
   * Whether {@link #addresses} has all that the fields of this name hold: no entry is damaged, and
   * nothing stands beside an address that is not its name, and no folded line at the top may pass
   * for such a field.
   */
  public boolean hasOnlyReadableAddresses(String name) {
    boolean foldedFirst = !fields.isEmpty() && fields.getFirst().raw()[0] <= ' ';
    return !foldedFirst
        && all(name).stream().allMatch(field -> Addresses.areAllReadable(field.value()));
  }

  /** The fields' bytes, without the empty line. A line end that the last field lacks is added. */
  public void writeTo(OutputStream out) throws IOException {
    for (HeaderField field : fields) {
      field.writeTo(out);
      if (!field.endsInLineEnd()) {
        out.write(CRLF);
      }
    }
  }
}
