package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/** Gives each line the line end of mail, CRLF (RFC 5322 §2.3). For one thread. */
public final class CrlfInput extends BlockInput {
  private static final int CHUNK = 1 << 13;
  private static final int LARGEST_PEEK = 1 << 16;

  private final InputStream in;
  private final boolean bareCrEndsLine;
  private final byte[] raw = new byte[CHUNK];
  private boolean pendingCr;
  private boolean ended;

  /** Turns LF without CR into CRLF, and CR without LF too if asked. */
  CrlfInput(InputStream in, boolean bareCrEndsLine) {
    super(2 * CHUNK + 2);
    this.in = in;
    this.bareCrEndsLine = bareCrEndsLine;
  }

  /**
   * A saved mail as it was on the wire. Where the lines of its header end in LF only, as files on
   * Unix have it, all lines get CRLF; where one ends in CRLF, not a byte is changed.
   */
  public static InputStream ofSavedMail(InputStream in) throws IOException {
    byte[] peeked = new byte[0];
    boolean more = true;
    while (more && !showsLineEnds(peeked)) {
      byte[] next = in.readNBytes(Math.max(CHUNK, peeked.length));
      more = next.length > 0 && peeked.length < LARGEST_PEEK;
      int old = peeked.length;
      peeked = Arrays.copyOf(peeked, old + next.length);
      System.arraycopy(next, 0, peeked, old, next.length);
    }
    PushbackInputStream whole = new PushbackInputStream(in, Math.max(1, peeked.length));
    whole.unread(peeked);
    return hasCrlfInHeader(peeked) ? whole : new CrlfInput(whole, false);
  }

  /** Whether the header ends within these bytes, or its line ends are known already. */
  private static boolean showsLineEnds(byte[] bytes) {
    return hasCrlfInHeader(bytes) || headerEnd(bytes) < bytes.length;
  }

  private static boolean hasCrlfInHeader(byte[] bytes) {
    int end = headerEnd(bytes);
    for (int i = 1; i < end; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r') {
        return true;
      }
    }
    return false;
  }

  /** Behind the first empty line that ends in LF only. */
  private static int headerEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] == '\n')) {
        return i;
      }
    }
    return bytes.length;
  }

  @Override
  boolean ensure() throws IOException {
    while (next == limit && !ended) {
      next = 0;
      limit = 0;
      int n = in.read(raw, 0, raw.length);
      if (n < 0) {
        ended = true;
        endBareCr();
      } else {
        for (int i = 0; i < n; i++) {
          convert(raw[i]);
        }
      }
    }
    return next < limit;
  }

  private void convert(byte b) {
    if (b == '\n') {
      pendingCr = false;
      put('\r');
      put('\n');
      return;
    }
    endBareCr();
    if (b == '\r') {
      pendingCr = true;
    } else {
      put(b);
    }
  }

  private void endBareCr() {
    if (pendingCr) {
      pendingCr = false;
      put('\r');
      if (bareCrEndsLine) {
        put('\n');
      }
    }
  }

  private void put(int b) {
    block[limit++] = (byte) b;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
