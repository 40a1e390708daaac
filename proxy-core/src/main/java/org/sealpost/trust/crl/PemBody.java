package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What a PEM file holds (RFC 7468 §2), from after its first line on. Nothing but its last line may
 * follow. For one thread.
 */
final class PemBody extends InputStream {
  /** More than the last line needs. */
  private static final int MAX_REST = 1 << 10;

  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private final InputStream in;
  private final byte[] buffer = new byte[16 << 10];
  private int at;
  private int limit;
  private int bits;
  private int held;
  private boolean padded;
  private boolean ended;

  PemBody(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int done = 0;
    while (done < length && !ended) {
      if (at == limit) {
        fill();
      }
      int character = buffer[at++];
      if (character == '-') {
        end();
      } else if (take(character)) {
        held -= 8;
        into[from + done++] = (byte) (bits >> held);
      }
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private void fill() throws IOException {
    at = 0;
    limit = Math.max(in.read(buffer), 0);
    if (limit == 0) {
      throw CrlException.malformed("a PEM file without its last line");
    }
  }

  /** Whether an octet is complete. */
  private boolean take(int character) throws CrlException {
    if (character == '\r' || character == '\n' || character == ' ' || character == '\t') {
      return false;
    }
    if (character == '=') {
      padded = true;
      return false;
    }
    int value = character < 0 ? -1 : VALUES[character];
    if (value < 0 || padded) {
      throw CrlException.malformed("a PEM file with something other than base64");
    }
    bits = (bits << 6) | value;
    held += 6;
    return held >= 8;
  }

  /** Reads on to the stream's end, so that whoever fetches it comes to an end, too. */
  private void end() throws IOException {
    ended = true;
    int rest = limit - at + in.readNBytes(MAX_REST).length;
    if (rest >= MAX_REST) {
      throw CrlException.malformed("something follows the list");
    }
  }
}
