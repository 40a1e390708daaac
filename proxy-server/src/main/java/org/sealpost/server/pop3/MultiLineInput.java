package org.sealpost.server.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The octets of a multi-line response (RFC 1939 §3) with the dot-stuffing undone. Only CRLF.CRLF
 * ends it: a lone dot beside a bare CR or LF is content, whoever may read it otherwise. For one
 * thread.
 */
final class MultiLineInput extends InputStream {
  private enum State {
    /** Behind a CRLF, or at the beginning. */
    LINE_START,
    /** Behind the dot that begins a line; it is not content. */
    DOT,
    /** Behind that dot and a CR. */
    DOT_CR,
    CR,
    MIDDLE,
    END
  }

  private final WireInput wire;
  private State state = State.LINE_START;

  MultiLineInput(WireInput wire) {
    this.wire = wire;
  }

  /** Whether all of it was read. */
  boolean ended() {
    return state == State.END;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int done = 0;
    while (done == 0 && state != State.END) {
      if (!wire.fill()) {
        throw new EOFException("the response does not end");
      }
      done =
          switch (state) {
            case DOT -> afterDot();
            case DOT_CR -> afterDotCr(target, offset);
            case LINE_START, CR, MIDDLE -> block(target, offset, length);
            case END -> throw new IllegalStateException();
          };
    }
    return done == 0 ? -1 : done;
  }

  private int afterDot() {
    if (wire.buffer()[wire.position()] == '\r') {
      wire.skip(1);
      state = State.DOT_CR;
    } else {
      state = State.MIDDLE;
    }
    return 0;
  }

  private int afterDotCr(byte[] target, int offset) {
    if (wire.buffer()[wire.position()] == '\n') {
      wire.skip(1);
      state = State.END;
      return 0;
    }
    target[offset] = '\r';
    state = State.CR;
    return 1;
  }

  /** Takes octets up to a dot that begins a line. Only dots are looked at: that is quick. */
  private int block(byte[] target, int offset, int length) {
    byte[] buffer = wire.buffer();
    int from = wire.position();
    int end = Math.min(wire.limit(), from + length);
    int i = from;
    while (i < end && (buffer[i] != '.' || stateAt(buffer, from, i) != State.LINE_START)) {
      i++;
    }
    int count = i - from;
    System.arraycopy(buffer, from, target, offset, count);
    if (i < end) {
      wire.skip(count + 1);
      state = State.DOT;
    } else {
      state = stateAt(buffer, from, i);
      wire.skip(count);
    }
    return count;
  }

  /** The state before {@code buffer[i]}, where the present one is that before {@code from}. */
  private State stateAt(byte[] buffer, int from, int i) {
    if (i == from) {
      return state;
    }
    return switch (buffer[i - 1]) {
      case '\r' -> State.CR;
      case '\n' -> {
        boolean afterCr = i - 1 == from ? state == State.CR : buffer[i - 2] == '\r';
        yield afterCr ? State.LINE_START : State.MIDDLE;
      }
      default -> State.MIDDLE;
    };
  }
}
