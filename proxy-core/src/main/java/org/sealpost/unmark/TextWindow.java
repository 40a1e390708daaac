package org.sealpost.unmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Goes through a text in a window of bounded size that knows of each character where its bytes
 * stand. What cannot be decoded is one replacement character. For one thread.
 */
final class TextWindow {
  private static final int SIZE = 1 << 16;

  /** What stays before the place that is looked at. */
  private static final int KEPT = QuotedField.LONGEST_LINE;

  private static final char REPLACEMENT = '\ufffd';

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final boolean ascii;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 13).limit(0);
  private final char[] chars = new char[SIZE];
  private final CharBuffer text = CharBuffer.wrap(chars);
  private final CharBuffer one = CharBuffer.allocate(2);
  private final int[] offsets = new int[SIZE + 1];
  private long base;
  private int limit;
  private boolean inputEnded;
  private boolean ended;

  TextWindow(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.ascii = Charsets.keepAscii(charset);
  }

  char charAt(int index) {
    return chars[index];
  }

  /** The characters up to {@link #limit}; the same object always. */
  CharSequence text() {
    return text;
  }

  int limit() {
    return limit;
  }

  /** Whether the text ends at the limit. */
  boolean isEnded() {
    return ended;
  }

  /** Where the character's bytes begin. */
  long byteAt(int index) {
    return base + offsets[index];
  }

  /** Forgets what stands well before {@code index} and reads on; where that character is then. */
  int advance(int index) throws IOException {
    int from = Math.max(0, index - KEPT);
    int shift = offsets[from];
    System.arraycopy(chars, from, chars, 0, limit - from);
    for (int i = from; i <= limit; i++) {
      offsets[i - from] = offsets[i] - shift;
    }
    base += shift;
    limit -= from;
    while (limit < SIZE - 1 && !ended) {
      step();
    }
    return index - from;
  }

  private void step() throws IOException {
    if (!bytes.hasRemaining() && !read()) {
      ended = true;
      return;
    }
    if (ascii && bytes.get(bytes.position()) >= 0) {
      plainRun();
      return;
    }
    int before = bytes.position();
    one.clear().limit(1);
    CoderResult result = decoder.decode(bytes, one, inputEnded);
    if (result.isOverflow() && one.position() == 0) {
      one.limit(2);
      result = decoder.decode(bytes, one, inputEnded);
    }
    int decoded = one.position();
    if (decoded == 0 && result.isError()) {
      bytes.position(bytes.position() + result.length());
      one.put(REPLACEMENT);
      decoded = 1;
    }
    int length = bytes.position() - before;
    for (int i = 0; i < decoded; i++) {
      chars[limit++] = one.get(i);
      offsets[limit] = offsets[limit - 1];
    }
    offsets[limit] += length;
    if (decoded == 0 && result.isUnderflow() && !read()) {
      ended = true;
    }
  }

  private void plainRun() {
    int at = bytes.position();
    int end = Math.min(bytes.limit(), at + SIZE - 1 - limit);
    while (at < end && bytes.get(at) >= 0) {
      chars[limit++] = (char) bytes.get(at++);
      offsets[limit] = offsets[limit - 1] + 1;
    }
    bytes.position(at);
  }

  /** Adds to what is left; false at the end. */
  private boolean read() throws IOException {
    if (inputEnded) {
      return false;
    }
    bytes.compact();
    int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
    inputEnded = n < 0;
    bytes.position(bytes.position() + Math.max(0, n)).flip();
    return bytes.hasRemaining();
  }
}
