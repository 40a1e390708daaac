package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Reads DER from a stream through a window of fixed size, and shows the bytes of one part to an
 * observer on the way. For one thread.
 */
final class DerStream {
  /** The largest element that is looked at whole. */
  static final int MAX_ELEMENT = 64 << 10;

  private static final int WINDOW = 4 * MAX_ELEMENT;

  /** Gets the bytes of the part that is observed, in order. */
  interface Observer {
    void bytes(byte[] array, int from, int length) throws CrlException;
  }

  private final InputStream in;
  private final byte[] window = new byte[WINDOW];
  private final MessageDigest digest;
  private long base;
  private int position;
  private int limit;
  private int kept = -1;
  private Optional<Observer> observer = Optional.empty();
  private int unobserved;

  DerStream(InputStream in) {
    this.in = in;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many bytes lie before the next element. */
  long offset() {
    return base + position;
  }

  byte[] window() {
    return window;
  }

  /** Where in the window the next element begins. */
  int position() {
    return position;
  }

  /** The next element's tag; -1 at {@code end}. */
  int tag(long end) throws IOException {
    if (offset() >= end) {
      return -1;
    }
    require(1);
    return window[position] & 0xff;
  }

  /**
   * Steps into an element that ends at {@code end} at the latest.
   *
   * @return the offset at which its content ends
   */
  long enter(int tag, long end) throws IOException {
    if (tag(end) != tag) {
      throw CrlException.malformed(
          "tag %02x where %02x belongs".formatted(tag(end) & 0xff, tag & 0xff));
    }
    require(2);
    int octets = DerCursor.lengthOctets(window[position + 1]);
    require(2 + octets);
    long length = DerCursor.length(window, position + 1, octets);
    position += 2 + octets;
    if (length > end - offset()) {
      throw CrlException.malformed("an element is longer than what is around it");
    }
    return offset() + length;
  }

  /**
   * Brings the whole next element, of this tag, into the window and leaves the position at it.
   *
   * @return where in the window it ends
   */
  int fetch(int tag, long end) throws IOException {
    long begin = offset();
    long contentEnd = enter(tag, Math.min(end, begin + MAX_ELEMENT));
    position -= (int) (offset() - begin);
    int whole = (int) (contentEnd - begin);
    require(whole);
    return position + whole;
  }

  /** The whole next element, of this tag. */
  byte[] element(int tag, long end) throws IOException {
    int to = fetch(tag, end);
    byte[] element = Arrays.copyOfRange(window, position, to);
    position = to;
    return element;
  }

  /** Goes on at this place in the window. */
  void continueAt(int place) {
    position = place;
  }

  /** Keeps what follows in the window until {@link #observe}. */
  void keep() {
    kept = position;
  }

  /** Shows to the observer what follows {@link #keep}, until {@link #endObservation}. */
  void observe(Observer wanted) {
    observer = Optional.of(wanted);
    unobserved = kept;
    kept = -1;
  }

  void endObservation() throws CrlException {
    show();
    observer = Optional.empty();
  }

  /** Refuses bytes after {@code end}. */
  void expectEnd(long end) throws IOException {
    if (offset() != end) {
      throw CrlException.malformed("an element has more than it should");
    }
    if (position < limit || in.read() >= 0) {
      throw CrlException.malformed("something follows the list");
    }
  }

  /** The SHA-256 of all that was read, in hexadecimal. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void require(int count) throws IOException {
    if (limit - position < count) {
      fill(count);
    }
  }

  private void fill(int count) throws IOException {
    show();
    int from = kept >= 0 ? kept : position;
    System.arraycopy(window, from, window, 0, limit - from);
    base += from;
    position -= from;
    limit -= from;
    unobserved -= from;
    kept = kept >= 0 ? 0 : -1;
    if (position + count > window.length) {
      throw CrlException.malformed("an element is too long");
    }
    while (limit - position < count) {
      int read = in.read(window, limit, window.length - limit);
      if (read < 0) {
        throw CrlException.of("list.truncated", base + limit);
      }
      digest.update(window, limit, read);
      limit += read;
    }
  }

  private void show() throws CrlException {
    if (observer.isPresent()) {
      observer.get().bytes(window, unobserved, position - unobserved);
      unobserved = position;
    }
  }
}
