package org.sealpost.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.sealpost.mime.Content;

/** Several contents one after the other, without a copy. */
record JoinedContent(List<Content> parts) implements Content {
  JoinedContent {
    parts = List.copyOf(parts);
  }

  @Override
  public long size() {
    return parts.stream().mapToLong(Content::size).sum();
  }

  @Override
  public InputStream open(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, size());
    return new Joined(offset, length);
  }

  private final class Joined extends InputStream {
    private int next;
    private long skip;
    private long left;
    private InputStream current = InputStream.nullInputStream();

    Joined(long skip, long left) {
      this.skip = skip;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      while (left > 0) {
        int n = current.read(bytes, offset, (int) Math.min(length, left));
        if (n > 0) {
          left -= n;
          return n;
        }
        advance();
      }
      return -1;
    }

    private void advance() throws IOException {
      current.close();
      Content part = parts.get(next++);
      long skipped = Math.min(skip, part.size());
      skip -= skipped;
      current = part.open(skipped, part.size() - skipped);
    }

    @Override
    public void close() throws IOException {
      left = 0;
      current.close();
    }
  }
}
