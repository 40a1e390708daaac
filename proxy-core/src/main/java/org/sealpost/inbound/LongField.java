package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.sealpost.mark.OwnFields;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/** What is to be known of a field of which only the beginning, or one line, is at hand. Pure. */
final class LongField {
  private static final String OUR_NAME = "X-Sealpost";

  private LongField() {}

  static Optional<HeaderField> parsed(byte[] field) {
    return Header.parse(field).fields().stream().findFirst();
  }

  /** Whether the field that begins so is one of ours, or would be if the right letters came. */
  static boolean isOrMayBecomeOurs(byte[] beginning) {
    return isOurs(beginning) || mayBecomeOurs(withoutLineEnds(beginning));
  }

  /** Whether the line would be ours if the right letters came next. */
  static boolean mayBecomeOurs(byte[] line) {
    for (int from = 0; from < OUR_NAME.length(); from++) {
      ByteArrayOutputStream longer = new ByteArrayOutputStream();
      longer.writeBytes(line);
      longer.writeBytes(OUR_NAME.substring(from).getBytes(US_ASCII));
      if (isOurs(longer.toByteArray())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(byte[] field) {
    return parsed(field).filter(OwnFields::isOurs).isPresent();
  }

  /** As one line: a name may be folded in its middle. */
  private static byte[] withoutLineEnds(byte[] field) {
    byte[] line = field.clone();
    for (int i = 0; i < line.length; i++) {
      if (isLineEnd(line[i])) {
        line[i] = ' ';
      }
    }
    return line;
  }

  /** Where the last line begins, also behind a bare CR. */
  static int lastLine(byte[] field) {
    int at = field.length;
    while (at > 0 && !isLineEnd(field[at - 1])) {
      at--;
    }
    return at;
  }

  static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }
}
