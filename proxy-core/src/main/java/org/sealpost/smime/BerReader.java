package org.sealpost.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Pulls BER (X.690 §8) from a stream, definite and indefinite lengths alike. It holds one buffer
 * and the element asked for, never what a length octet claims, so that a forged length costs
 * nothing. Everything malformed is a {@link DamagedCms}. Not thread-safe.
 *
 * <p>Bouncy Castle's own stream parser reads whole sets into memory and bounds them by the heap's
 * size only.
 */
final class BerReader {
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  /** No further element in the constructed one that was entered. */
  static final int END = -1;

  private static final int CONSTRUCTED = 0x20;
  private static final int HIGH_TAG = 0x1f;
  private static final int MAX_DEPTH = 32;
  private static final int BUFFER_SIZE = 32 * 1024;
  private static final int OID_LIMIT = 128;
  private static final long INDEFINITE = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int next;
  private int filled;
  private long position;

  private final long[] ends = new long[MAX_DEPTH];
  private final long[] bounds = new long[MAX_DEPTH];
  private int depth;

  private ByteArrayOutputStream captured = new ByteArrayOutputStream(0);
  private int captureLimit;

  BerReader(InputStream in) {
    this.in = in;
  }

  /** The identifier octet of the context-specific, constructed tag {@code number}. */
  static int context(int number) {
    return 0xa0 | number;
  }

  /** The identifier octet of the next element, or {@link #END}. */
  int peek() throws IOException {
    if (depth > 0 && ends[depth - 1] != INDEFINITE) {
      return position == ends[depth - 1] ? END : peekByte();
    }
    if (depth > 0) {
      int octet = peekByte();
      return octet == 0 ? END : octet;
    }
    return next < filled || fill() ? peekByte() : END;
  }

  /** Goes into the next element, which must be constructed and have this identifier. */
  void enter(int identifier) throws IOException {
    expect(identifier);
    readByte();
    push(readLength(true));
  }

  /** Leaves the element entered last; what was not read of it is skipped. */
  void leave() throws IOException {
    long end = ends[depth - 1];
    if (end == INDEFINITE) {
      while (peek() != END) {
        skip();
      }
      int first = readByte();
      int second = readByte();
      if (first != 0 || second != 0) {
        throw new DamagedCms("malformed end-of-contents");
      }
    } else {
      pass(end - position);
    }
    depth--;
  }

  /** Leaves all that was entered; whether nothing but line ends and blanks follows. */
  boolean endsHere() throws IOException {
    while (depth > 0) {
      leave();
    }
    int octet = peek();
    while (octet == '\r' || octet == '\n' || octet == ' ') {
      readByte();
      octet = peek();
    }
    return octet == END;
  }

  void skip() throws IOException {
    int identifier = peek();
    if (identifier == END) {
      throw new DamagedCms("an element is missing");
    }
    readByte();
    if ((identifier & HIGH_TAG) == HIGH_TAG) {
      throw new DamagedCms("high tag number");
    }
    boolean constructed = (identifier & CONSTRUCTED) != 0;
    long length = readLength(constructed);
    if (length == INDEFINITE) {
      push(length);
      leave();
    } else {
      pass(length);
    }
  }

  /** The next element as its encoding stands, at most {@code limit} bytes. */
  byte[] element(int limit) throws IOException {
    captured = new ByteArrayOutputStream(Math.min(limit, 512));
    captureLimit = limit;
    try {
      skip();
      return captured.toByteArray();
    } finally {
      captureLimit = 0;
    }
  }

  /** The next element, at most {@code limit} bytes, parsed. */
  ASN1Primitive object(int limit) throws IOException {
    return parse(element(limit));
  }

  ASN1ObjectIdentifier oid() throws IOException {
    if (object(OID_LIMIT) instanceof ASN1ObjectIdentifier oid) {
      return oid;
    }
    throw new DamagedCms("no object identifier where one must be");
  }

  /** Parses one element whole. */
  static ASN1Primitive parse(byte[] encoded) throws DamagedCms {
    try {
      return ASN1Primitive.fromByteArray(encoded);
    } catch (IOException | RuntimeException e) {
      throw new DamagedCms("malformed ASN.1", e);
    }
  }

  /**
   * The content of the next element, a string whose primitive form has this identifier, in pieces
   * or not. To be read to its end before anything else is read here.
   */
  InputStream octets(int identifier) throws IOException {
    int found = peek();
    if (found == (identifier | CONSTRUCTED)) {
      enter(found);
      return new Octets(1, 0);
    }
    expect(identifier);
    readByte();
    return new Octets(0, readLength(false));
  }

  private void expect(int identifier) throws IOException {
    int found = peek();
    if (found != identifier) {
      throw new DamagedCms(
          "expected tag %02x and found %s".formatted(identifier, Integer.toHexString(found)));
    }
  }

  private void push(long length) throws DamagedCms {
    if (depth == MAX_DEPTH) {
      throw new DamagedCms("nested too deeply");
    }
    long outer = bound();
    ends[depth] = length == INDEFINITE ? INDEFINITE : position + length;
    bounds[depth] = length == INDEFINITE ? outer : position + length;
    depth++;
  }

  private long bound() {
    return depth == 0 ? Long.MAX_VALUE : bounds[depth - 1];
  }

  private long readLength(boolean constructed) throws IOException {
    int first = readByte();
    if (first < 0x80) {
      return checked(first);
    }
    if (first == 0x80) {
      if (!constructed) {
        throw new DamagedCms("indefinite length of a primitive element");
      }
      return INDEFINITE;
    }
    int count = first & 0x7f;
    if (count > 6) {
      throw new DamagedCms("length of more than six octets");
    }
    long length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | readByte();
    }
    return checked(length);
  }

  private long checked(long length) throws DamagedCms {
    if (length > bound() - position) {
      throw new DamagedCms("an element is longer than the one around it");
    }
    return length;
  }

  private boolean fill() throws IOException {
    filled = Math.max(0, in.read(buffer, 0, buffer.length));
    next = 0;
    return filled > 0;
  }

  private int peekByte() throws IOException {
    if (position >= bound() || (next == filled && !fill())) {
      throw new DamagedCms("truncated");
    }
    return buffer[next] & 0xff;
  }

  private int readByte() throws IOException {
    int octet = peekByte();
    capture(buffer, next, 1);
    next++;
    position++;
    return octet;
  }

  private void pass(long length) throws IOException {
    for (long left = length; left > 0; ) {
      if (next == filled && !fill()) {
        throw new DamagedCms("truncated");
      }
      int step = (int) Math.min(left, filled - next);
      capture(buffer, next, step);
      next += step;
      position += step;
      left -= step;
    }
  }

  private void capture(byte[] bytes, int offset, int length) throws DamagedCms {
    if (captureLimit == 0) {
      return;
    }
    if (captured.size() + length > captureLimit) {
      throw new DamagedCms("an element is longer than " + captureLimit + " bytes");
    }
    captured.write(bytes, offset, length);
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    int count;
    if (next == filled && length >= BUFFER_SIZE) {
      count = in.read(target, offset, length);
    } else if (next < filled || fill()) {
      count = Math.min(length, filled - next);
      System.arraycopy(buffer, next, target, offset, count);
      next += count;
    } else {
      count = -1;
    }
    if (count <= 0) {
      throw new DamagedCms("truncated");
    }
    position += count;
    return count;
  }

  /** The pieces of a string, one after the other. */
  private final class Octets extends InputStream {
    private int level;
    private long left;

    Octets(int level, long left) {
      this.level = level;
      this.left = left;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (left == 0) {
        if (level == 0) {
          return -1;
        }
        nextPiece();
      }
      int count = BerReader.this.read(target, offset, (int) Math.min(length, left));
      left -= count;
      return count;
    }

    private void nextPiece() throws IOException {
      switch (peek()) {
        case END -> {
          leave();
          level--;
        }
        case OCTET_STRING -> {
          readByte();
          left = readLength(false);
        }
        case OCTET_STRING | CONSTRUCTED -> {
          enter(OCTET_STRING | CONSTRUCTED);
          level++;
        }
        default -> throw new DamagedCms("a piece of a string is none");
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }
}
