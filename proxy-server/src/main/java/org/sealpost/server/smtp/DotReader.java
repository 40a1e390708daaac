package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads a mail from DATA (RFC 5321 §4.1.1.4, §4.5.2): only CRLF.CRLF ends it, and one leading dot
 * of each line is taken off. Any other CR or LF, and NUL, makes the mail unfit to pass on: servers
 * that read these differently would see another mail, or two. A mail that is unfit, or that cannot
 * be stored, is read to its end all the same, so that the rest of it is not taken for commands.
 */
final class DotReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private final WireInput in;
  private final int lineLimit;
  private final long sizeLimit;
  private final long patience;
  private final Runnable onUnfit;
  private Outcome outcome = Outcome.COMPLETE;
  private Optional<IOException> storeFailure = Optional.empty();
  private boolean endSeen;
  private long size;
  private long line;

  /** How reading a mail ended; the first that applies. */
  enum Outcome {
    COMPLETE,
    BARE_CR,
    BARE_LF,
    NUL,
    LONG_LINE,
    TOO_LARGE,
    NOT_STORED,
    /** The client went away before the end, or sends on and on. */
    CUT_OFF
  }

  /**
   * For one mail.
   *
   * @param lineLimit octets of a line with CRLF
   * @param sizeLimit octets of the mail without the final dot
   * @param patience octets after which a mail that is unfit is not read to its end any more
   * @param onUnfit run once when the mail turns out to be unfit: a client that sees the end of its
   *     mail elsewhere than we do waits for an answer already, so that we must not wait for long
   */
  DotReader(WireInput in, int lineLimit, long sizeLimit, long patience, Runnable onUnfit) {
    this.in = in;
    this.lineLimit = lineLimit;
    this.sizeLimit = sizeLimit;
    this.patience = patience;
    this.onUnfit = onUnfit;
  }

  /**
   * Reads to the end. {@code mail} has all of the mail only if the outcome is COMPLETE.
   *
   * @throws IOException if reading fails before anything else is wrong
   */
  Outcome copyTo(OutputStream mail) throws IOException {
    try {
      endSeen = readAll(mail);
    } catch (SocketTimeoutException e) {
      if (outcome == Outcome.COMPLETE) {
        throw e;
      }
    }
    note(!endSeen, Outcome.CUT_OFF);
    return outcome;
  }

  /** Whether the final dot was read, so that commands follow. */
  boolean endSeen() {
    return endSeen;
  }

  /** Why {@code mail} did not take it, with NOT_STORED. */
  Optional<IOException> storeFailure() {
    return storeFailure;
  }

  private boolean readAll(OutputStream mail) throws IOException {
    while (in.has(1)) {
      switch (startOfLine()) {
        case END -> {
          return true;
        }
        case CUT_OFF -> {
          return false;
        }
        case LINE -> {
          if (!restOfLines(mail) || size > patience) {
            return false;
          }
        }
      }
    }
    return false;
  }

  private enum Start {
    END,
    LINE,
    CUT_OFF
  }

  /** At the start of a line: takes the final dot or a stuffed one. */
  private Start startOfLine() throws IOException {
    line = 0;
    if (in.buffer()[in.position()] != '.') {
      return Start.LINE;
    }
    if (!in.has(2)) {
      return Start.CUT_OFF;
    }
    if (in.buffer()[in.position() + 1] == '\r') {
      if (!in.has(3)) {
        return Start.CUT_OFF;
      }
      if (in.buffer()[in.position() + 2] == '\n') {
        in.readUpTo(in.position() + 3);
        return Start.END;
      }
    }
    in.readUpTo(in.position() + 1);
    return Start.LINE;
  }

  /**
   * Copies up to the start of a line that begins with a dot, or as far as the buffer goes within
   * lines that do not.
   *
   * @return false if the stream ended or the patience is over
   */
  private boolean restOfLines(OutputStream mail) throws IOException {
    int from = in.position();
    int at = from;
    while (true) {
      byte[] buffer = in.buffer();
      int next = special(buffer, at, in.limit());
      line += next - at;
      at = next;
      // A CR needs the byte behind it; without one the run so far is passed on first.
      if (at == in.limit() || (buffer[at] == '\r' && at + 1 == in.limit())) {
        copy(mail, from, at);
        if (size > patience || !in.has(at == in.limit() ? 1 : 2)) {
          return false;
        }
        from = in.position();
        at = from;
        continue;
      }
      if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
        at += 2;
        line += 2;
        note(line > lineLimit, Outcome.LONG_LINE);
        line = 0;
        if (at < in.limit() && buffer[at] != '.') {
          continue;
        }
        copy(mail, from, at);
        return true;
      }
      noteControl(buffer[at]);
      at++;
      line++;
    }
  }

  private void noteControl(byte found) {
    switch (found) {
      case '\r' -> note(true, Outcome.BARE_CR);
      case '\n' -> note(true, Outcome.BARE_LF);
      case 0 -> note(true, Outcome.NUL);
      default -> {
        // A tab or another control that SMTP carries.
      }
    }
  }

  private void copy(OutputStream mail, int from, int to) throws IOException {
    size += to - from;
    note(size > sizeLimit, Outcome.TOO_LARGE);
    note(line > lineLimit, Outcome.LONG_LINE);
    if (outcome == Outcome.COMPLETE) {
      store(mail, from, to);
    }
    in.readUpTo(to);
  }

  private void store(OutputStream mail, int from, int to) {
    try {
      mail.write(in.buffer(), from, to - from);
    } catch (IOException e) {
      storeFailure = Optional.of(e);
      note(true, Outcome.NOT_STORED);
    }
  }

  private void note(boolean broken, Outcome rule) {
    if (broken && outcome == Outcome.COMPLETE) {
      outcome = rule;
      onUnfit.run();
    }
  }

  /** The first place with a byte below 14, eight at a time; {@code to} if there is none. */
  private static int special(byte[] buffer, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long eight = (long) LONGS.get(buffer, at);
      long low = (eight - ONES * 14) & ~eight & HIGHS;
      if (low != 0) {
        // The lowest mark is exact; borrows can only put false marks above it.
        return at + Long.numberOfTrailingZeros(low) / Byte.SIZE;
      }
    }
    while (at < to && (buffer[at] < 0 || buffer[at] >= 14)) {
      at++;
    }
    return at;
  }
}
