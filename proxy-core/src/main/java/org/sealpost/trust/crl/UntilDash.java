package org.sealpost.trust.crl;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The base64 of a PEM file (RFC 7468 §2): all before the first dash. For one thread. */
final class UntilDash extends FilterInputStream {
  private boolean ended;

  UntilDash(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int octet = ended ? -1 : super.read();
    ended = octet < 0 || octet == '-';
    return ended ? -1 : octet;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = ended ? -1 : super.read(into, from, length);
    for (int i = 0; i < read; i++) {
      if (into[from + i] == '-') {
        ended = true;
        return i == 0 ? -1 : i;
      }
    }
    return read;
  }
}
