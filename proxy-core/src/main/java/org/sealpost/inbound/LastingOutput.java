package org.sealpost.inbound;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A target that others go on writing to: what is done here neither flushes nor closes it. */
final class LastingOutput extends FilterOutputStream {
  LastingOutput(OutputStream target) {
    super(target);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    out.write(octets, offset, length);
  }

  @Override
  public void flush() {
    // The target's owner does.
  }

  @Override
  public void close() {
    // The target's owner does.
  }
}
