package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A connection's bytes in a buffer that its readers ({@link LineReader}, {@link DotReader}, {@link
 * ReplyReader}) look ahead in. What was read is overwritten by {@link #wipe}. Not thread-safe.
 */
final class WireInput {
  private static final int SIZE = 32 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[SIZE];
  private int position;
  private int limit;

  WireInput(InputStream in) {
    this.in = in;
  }

  /** Valid between {@link #position} and {@link #limit}, until the next call of {@link #has}. */
  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  /** Counts bytes up to {@code newPosition} as read. */
  void readUpTo(int newPosition) {
    position = newPosition;
  }

  /**
   * Waits until there are {@code count} unread bytes; they may move to another place in the buffer.
   *
   * @param count far below the buffer's size
   * @return false if the stream ends before
   */
  boolean has(int count) throws IOException {
    while (limit - position < count) {
      if (limit + count > SIZE || position == limit) {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
      }
      int read = in.read(buffer, limit, SIZE - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }

  /** Whether something can be read without waiting. */
  boolean isReady() throws IOException {
    return position < limit || in.available() > 0;
  }

  /** Forgets what came and was not read yet. */
  void discard() {
    position = limit;
    wipe();
  }

  /** Overwrites what was read: it may have been a password. */
  void wipe() {
    Arrays.fill(buffer, 0, position, (byte) 0);
    Arrays.fill(buffer, limit, SIZE, (byte) 0);
  }
}
