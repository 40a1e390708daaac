package org.sealpost.server.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Knows whether anything was written to it. Used by one thread. */
final class WatchedStream extends PrintStream {
  private boolean written;

  WatchedStream(PrintStream out) {
    super(out, true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int octet) {
    written = true;
    super.write(octet);
  }

  @Override
  public void write(byte[] octets, int offset, int length) {
    written = true;
    super.write(octets, offset, length);
  }

  boolean isWritten() {
    return written;
  }
}
