package org.sealpost.server.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.sealpost.server.pop3.FramingException.Fault;

/**
 * What a peer sends, as lines or as blocks. A line ends in CRLF and nothing else; CR, LF and NUL
 * have no place inside it. For one thread.
 */
final class WireInput {
  private static final int BUFFER = 1 << 14;

  private final InputStream in;
  private IoAction beforeWaiting;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;

  /**
   * An input.
   *
   * @param beforeWaiting done before each read that may block, so that no one waits for an answer
   *     that we still hold
   */
  WireInput(InputStream in, IoAction beforeWaiting) {
    this.in = in;
    this.beforeWaiting = beforeWaiting;
  }

  void beforeWaiting(IoAction action) {
    beforeWaiting = action;
  }

  /**
   * The next line without its CRLF, each octet a character; empty where the peer ended between
   * lines.
   *
   * @param longest in octets, CRLF included
   */
  Optional<String> line(int longest) throws IOException {
    StringBuilder line = new StringBuilder(80);
    while (true) {
      int octet = read();
      switch (octet) {
        case -1 -> {
          if (line.isEmpty()) {
            return Optional.empty();
          }
          throw new EOFException("the line does not end");
        }
        case 0 -> throw new FramingException(Fault.NUL);
        case '\n' -> throw new FramingException(Fault.BARE_LF);
        case '\r' -> {
          if (read() != '\n') {
            throw new FramingException(Fault.BARE_CR);
          }
          return Optional.of(line.toString());
        }
        default -> {
          if (line.length() + 2 >= longest) {
            throw new FramingException(Fault.TOO_LONG);
          }
          line.append((char) octet);
        }
      }
    }
  }

  private int read() throws IOException {
    return fill() ? buffer[position++] & 0xff : -1;
  }

  /** Sees to it that something is in the buffer; false at the peer's end. */
  boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    if (in.available() == 0) {
      beforeWaiting.run();
    }
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, BUFFER));
    return limit > 0;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where in the buffer the octets begin that are not read yet. */
  int position() {
    return position;
  }

  /** Where in the buffer they end. */
  int limit() {
    return limit;
  }

  void skip(int octets) {
    position += octets;
  }

  /** Forgets what was received and not read; tells how much that was. */
  int discard() {
    int forgotten = limit - position;
    position = limit;
    return forgotten;
  }
}
