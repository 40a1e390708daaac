package org.sealpost.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Decodes base64 (RFC 2045 §6.8) with leniency: bytes outside the alphabet are skipped, padding may
 * be missing, and after padding a new quantum begins. For one thread.
 */
final class Base64Input extends BlockInput {
  private static final int CHUNK = 1 << 13;
  private static final byte[] VALUE = new byte[256];

  static {
    Arrays.fill(VALUE, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUE[alphabet.charAt(i)] = (byte) i;
    }
  }

  private final InputStream in;
  private final byte[] encoded;
  private int quantum;
  private int digits;
  private boolean ended;

  Base64Input(InputStream in) {
    this(in, CHUNK);
  }

  private Base64Input(InputStream in, int chunk) {
    super(chunk);
    this.in = in;
    this.encoded = new byte[chunk];
  }

  static byte[] decode(byte[] encoded) {
    try (InputStream in =
        new Base64Input(new ByteArrayInputStream(encoded), Math.clamp(encoded.length, 16, CHUNK))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  @Override
  boolean ensure() throws IOException {
    while (next == limit && !ended) {
      next = 0;
      limit = 0;
      int n = in.read(encoded, 0, encoded.length);
      if (n < 0) {
        ended = true;
        flushQuantum();
      } else {
        decode(n);
      }
    }
    return next < limit;
  }

  private void decode(int n) {
    int i = 0;
    while (i < n) {
      if (digits == 0) {
        i = decodeWhole(i, n);
        if (i == n) {
          break;
        }
      }
      byte b = encoded[i++];
      int value = VALUE[b & 0xff];
      if (value >= 0) {
        quantum = (quantum << 6) | value;
        if (++digits == 4) {
          put(quantum >>> 16);
          put(quantum >>> 8);
          put(quantum);
          digits = 0;
          quantum = 0;
        }
      } else if (b == '=') {
        flushQuantum();
      }
    }
  }

  /** Decodes quanta as long as nothing but the alphabet comes; the place where that ends. */
  private int decodeWhole(int from, int n) {
    int i = from;
    int to = limit;
    while (i + 4 <= n) {
      int bits =
          (VALUE[encoded[i] & 0xff] << 18)
              | (VALUE[encoded[i + 1] & 0xff] << 12)
              | (VALUE[encoded[i + 2] & 0xff] << 6)
              | VALUE[encoded[i + 3] & 0xff];
      if (bits < 0) {
        break;
      }
      block[to] = (byte) (bits >>> 16);
      block[to + 1] = (byte) (bits >>> 8);
      block[to + 2] = (byte) bits;
      to += 3;
      i += 4;
    }
    limit = to;
    return i;
  }

  private void flushQuantum() {
    if (digits == 2) {
      put(quantum >>> 4);
    } else if (digits == 3) {
      put(quantum >>> 10);
      put(quantum >>> 2);
    }
    digits = 0;
    quantum = 0;
  }

  private void put(int b) {
    block[limit++] = (byte) b;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
