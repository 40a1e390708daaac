package org.sealpost.server.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/** What a real server sends; its end and every trouble with it are an {@link UpstreamFailure}. */
final class UpstreamInput extends InputStream {
  private final InputStream in;
  private final Function<IOException, UpstreamFailure> lost;

  UpstreamInput(InputStream in, Function<IOException, UpstreamFailure> lost) {
    this.in = in;
    this.lost = lost;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    read(one, 0, 1);
    return one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(target, offset, length);
    } catch (IOException e) {
      throw lost.apply(e);
    }
    if (count < 0) {
      throw lost.apply(new EOFException("the server closed the connection"));
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }
}
