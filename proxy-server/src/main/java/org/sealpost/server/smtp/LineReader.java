package org.sealpost.server.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.sealpost.server.smtp.Line.Rule;

/**
 * Reads a client's lines. Only CRLF ends one (RFC 5321 §2.3.8): a bare LF could hide a second
 * command in the first, so that the connection is {@link Line.Lost}; a bare CR or a NUL spoils its
 * line.
 */
final class LineReader {
  /** How far a line that is too long is read for its end. */
  private static final int PATIENCE = 64 * 1024;

  private final WireInput in;
  private final BeforeWaiting beforeWaiting;

  /** Called before each read that may wait, with the time that is left for the line. */
  interface BeforeWaiting {
    void prepare(Duration left) throws IOException;
  }

  LineReader(WireInput in, BeforeWaiting beforeWaiting) {
    this.in = in;
    this.beforeWaiting = beforeWaiting;
  }

  /**
   * The next line.
   *
   * @param limit octets with CRLF
   * @param within the time for the whole line, so that sending byte after byte gains nothing
   * @throws SocketTimeoutException if it takes longer
   */
  Line read(int limit, Duration within) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    Gathered line = new Gathered(limit);
    try {
      while (!line.ended()) {
        if (line.length > PATIENCE) {
          return new Line.Lost(Rule.LENGTH);
        }
        if (in.position() == in.limit()) {
          beforeWaiting.prepare(left(deadline));
        }
        if (!in.has(1)) {
          return new Line.Lost(Rule.END);
        }
        line.take(in);
      }
      return line.result();
    } finally {
      line.wipe();
    }
  }

  private static Duration left(long deadline) throws SocketTimeoutException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no complete line in time");
    }
    return Duration.ofNanos(left);
  }

  /** A line so far, LF included; what is beyond the limit is counted only. */
  private static final class Gathered {
    private final int limit;
    private byte[] bytes = new byte[256];
    private int length;
    private byte last;
    private byte beforeLast;

    Gathered(int limit) {
      this.limit = limit;
    }

    boolean ended() {
      return last == '\n';
    }

    void take(WireInput in) {
      byte[] buffer = in.buffer();
      int from = in.position();
      int to = from;
      while (to < in.limit() && buffer[to] != '\n') {
        to++;
      }
      to = Math.min(to + 1, in.limit());
      beforeLast = to - from > 1 ? buffer[to - 2] : last;
      last = buffer[to - 1];
      keep(buffer, from, to - from);
      in.readUpTo(to);
    }

    private void keep(byte[] source, int from, int count) {
      int kept = Math.min(count, Math.max(0, limit - length));
      if (length + kept > bytes.length) {
        byte[] larger = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + kept));
        wipe();
        bytes = larger;
      }
      if (kept > 0) {
        System.arraycopy(source, from, bytes, length, kept);
      }
      length += count;
    }

    Line result() {
      if (beforeLast != '\r') {
        return new Line.Lost(Rule.BARE_LF);
      }
      if (length > limit) {
        return new Line.Refused(Rule.LENGTH);
      }
      for (int i = 0; i < length - 2; i++) {
        if (bytes[i] == '\r' || bytes[i] == 0) {
          return new Line.Refused(Rule.CONTROL);
        }
      }
      return new Line.Text(Arrays.copyOf(bytes, length - 2));
    }

    void wipe() {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
