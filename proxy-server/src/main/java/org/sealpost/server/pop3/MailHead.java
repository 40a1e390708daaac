package org.sealpost.server.pop3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The beginning of a mail: its header, and what was read of the body in the same go. Immutable.
 *
 * <p>The header ends at the first line that is empty for whoever takes an LF for a line's end, with
 * or without a CR before it.
 */
final class MailHead {
  private static final int BLOCK = 1 << 13;

  private final byte[] read;
  private final int headerEnd;
  private final int length;

  private MailHead(byte[] read, int headerEnd, int length) {
    this.read = read;
    this.headerEnd = headerEnd;
    this.length = length;
  }

  /** Reads as far as needed; empty where the header is longer than {@code longest} octets. */
  static Optional<MailHead> read(InputStream mail, int longest) throws IOException {
    byte[] read = new byte[BLOCK];
    int length = 0;
    int lineStart = 0;
    while (true) {
      if (length == read.length) {
        read = Arrays.copyOf(read, read.length * 2);
      }
      int count = mail.read(read, length, read.length - length);
      if (count < 0) {
        return length > longest
            ? Optional.empty()
            : Optional.of(new MailHead(read, length, length));
      }
      int unseen = length;
      length += count;
      for (int i = unseen; i < length && !isEmptyLine(read, lineStart, length); i++) {
        if (read[i] == '\n') {
          lineStart = i + 1;
        }
      }
      if (isEmptyLine(read, lineStart, length)) {
        return lineStart > longest
            ? Optional.empty()
            : Optional.of(new MailHead(read, lineStart, length));
      }
      if (length > longest + BLOCK) {
        return Optional.empty();
      }
    }
  }

  private static boolean isEmptyLine(byte[] octets, int start, int end) {
    return start < end
        && (octets[start] == '\n'
            || (octets[start] == '\r' && start + 1 < end && octets[start + 1] == '\n'));
  }

  /** The header's octets, up to the empty line; a copy. */
  byte[] header() {
    return Arrays.copyOf(read, headerEnd);
  }

  /**
   * What follows the header: the empty line and the body.
   *
   * @param mail the stream from which this head was read
   */
  InputStream rest(InputStream mail) {
    return new SequenceInputStream(
        new ByteArrayInputStream(read, headerEnd, length - headerEnd), mail);
  }
}
