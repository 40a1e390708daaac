package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Turns line ends into CRLF, in two ways: for the wire every line needs one, whatever its sender
 * made of it; under a signature only what is sure to be a line end may be touched.
 */
public final class LineEnds {
  private static final int BUFFER = 1 << 15;

  private LineEnds() {}

  /**
   * Whether it can go over POP3 as it is: every CR and LF is part of a CRLF, and it is empty or
   * ends in one.
   */
  public static boolean areFitForTheWire(Content content) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte last = '\n';
    try (InputStream in = content.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!areWhole(buffer, n, last)) {
          return false;
        }
        last = n == 0 ? last : buffer[n - 1];
      }
    }
    return last == '\n';
  }

  private static boolean areWhole(byte[] bytes, int length, byte before) {
    boolean afterCr = before == '\r';
    for (int i = 0; i < length; i++) {
      if (afterCr != (bytes[i] == '\n')) {
        return false;
      }
      afterCr = bytes[i] == '\r';
    }
    return true;
  }

  /** Copies with each bare CR and each bare LF made a CRLF, and one after a last line without. */
  public static void makeFitForTheWire(Content content, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] canonical = new byte[2 * BUFFER + 2];
    byte last = '\n';
    try (InputStream in = content.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int length = 0;
        for (int i = 0; i < n; i++) {
          byte b = buffer[i];
          if (last == '\r' && b != '\n') {
            canonical[length++] = '\n';
          } else if (last != '\r' && b == '\n') {
            canonical[length++] = '\r';
          }
          canonical[length++] = b;
          last = b;
        }
        out.write(canonical, 0, length);
      }
    }
    if (last != '\n') {
      out.write(last == '\r' ? new byte[] {'\n'} : new byte[] {'\r', '\n'});
    }
  }

  /** Whether an LF stands without its CR. */
  public static boolean haveBareLineFeed(Content content) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte before = 0;
    try (InputStream in = content.open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n' && before != '\r') {
            return true;
          }
          before = buffer[i];
        }
      }
    }
    return false;
  }

  /**
   * Copies with a CR put before each LF that has none, as text has it when it is signed (RFC 8551
   * §3.1.1); a bare CR stays, and nothing is added at the end.
   */
  public static void completeLineFeeds(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] canonical = new byte[2 * BUFFER];
    byte before = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int length = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n' && before != '\r') {
          canonical[length++] = '\r';
        }
        canonical[length++] = buffer[i];
        before = buffer[i];
      }
      out.write(canonical, 0, length);
    }
  }
}
