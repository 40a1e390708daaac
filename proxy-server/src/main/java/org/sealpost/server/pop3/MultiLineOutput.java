package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes the octets of a multi-line response with dot-stuffing (RFC 1939 §3): a line that begins
 * with a dot gets another one.
 *
 * <p>Some clients take a bare CR or LF for the end of a line. A mail with a lone dot between such
 * ends would end early for them, and what follows would be read as our next reply. That dot gets
 * another one too; every other octet of a mail with bare CR or LF stays as it is. For one thread.
 */
final class MultiLineOutput extends OutputStream {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] TERMINATOR = {'.', '\r', '\n'};

  private enum State {
    /** Behind a CRLF, or at the beginning. */
    LINE_START,
    /** Behind a bare LF. */
    BARE_LF,
    CR,
    /** Behind a dot that came after a bare CR or LF. */
    LOOSE_DOT,
    MIDDLE
  }

  private final OutputStream out;
  private State state = State.LINE_START;
  private long count;

  MultiLineOutput(OutputStream out) {
    this.out = out;
  }

  /** The octets written so far, without added dots. */
  long count() {
    return count;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, octets.length);
    int end = offset + length;
    int from = offset;
    if (state == State.LOOSE_DOT && length > 0 && endsLoosely(octets[offset])) {
      out.write('.');
    }
    for (int i = offset; i < end; i++) {
      // Only dots are looked at: that is quick.
      if (octets[i] == '.' && needsAnother(octets, offset, i, end)) {
        out.write(octets, from, i - from);
        out.write('.');
        from = i;
      }
    }
    out.write(octets, from, end - from);
    state = stateAt(octets, offset, end);
    count += length;
  }

  private boolean needsAnother(byte[] octets, int offset, int dot, int end) {
    return switch (stateAt(octets, offset, dot)) {
      case LINE_START -> true;
      case BARE_LF, CR -> dot + 1 < end && endsLoosely(octets[dot + 1]);
      case LOOSE_DOT, MIDDLE -> false;
    };
  }

  private static boolean endsLoosely(byte octet) {
    return octet == '\r' || octet == '\n';
  }

  /** The state before {@code octets[i]}, where the present one is that before {@code offset}. */
  private State stateAt(byte[] octets, int offset, int i) {
    if (i == offset) {
      return state;
    }
    return switch (octets[i - 1]) {
      case '\r' -> State.CR;
      case '\n' -> stateAfterLf(octets, offset, i - 1);
      case '.' -> isAfterLooseEnd(octets, offset, i - 1) ? State.LOOSE_DOT : State.MIDDLE;
      default -> State.MIDDLE;
    };
  }

  private State stateAfterLf(byte[] octets, int offset, int lf) {
    boolean afterCr = lf == offset ? state == State.CR : octets[lf - 1] == '\r';
    return afterCr ? State.LINE_START : State.BARE_LF;
  }

  private boolean isAfterLooseEnd(byte[] octets, int offset, int i) {
    if (i == offset) {
      return state == State.CR || state == State.BARE_LF;
    }
    return octets[i - 1] == '\r'
        || (octets[i - 1] == '\n' && stateAfterLf(octets, offset, i - 1) == State.BARE_LF);
  }

  /** Writes what ends the response, and the CRLF that a last line lacks. */
  void end() throws IOException {
    if (state == State.LOOSE_DOT) {
      out.write('.');
    }
    if (state != State.LINE_START) {
      out.write(CRLF);
      count += CRLF.length;
    }
    out.write(TERMINATOR);
  }
}
