package org.sealpost.server.pop3;

import java.io.IOException;
import java.io.InputStream;

/** What a real server sends; its end and every trouble with it are an {@link UpstreamFailure}. */
final class UpstreamInput extends InputStream {
  private final InputStream in;
  private final UpstreamWords words;

  UpstreamInput(InputStream in, UpstreamWords words) {
    this.in = in;
    this.words = words;
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
      throw words.lost(e);
    }
    if (count < 0) {
      throw words.say("upstream.lost");
    }
    return count;
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }
}
