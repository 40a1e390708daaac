package org.sealpost.server.smtp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Remembers whether it was this stream that failed, and not what was written into it. */
final class WatchedOutput extends FilterOutputStream {
  private boolean failed;

  WatchedOutput(OutputStream out) {
    super(out);
  }

  boolean failed() {
    return failed;
  }

  @Override
  public void write(int b) throws IOException {
    watch(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    watch(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    watch(out::flush);
  }

  private interface Action {
    void run() throws IOException;
  }

  private void watch(Action action) throws IOException {
    boolean done = false;
    try {
      action.run();
      done = true;
    } finally {
      failed |= !done;
    }
  }
}
