package org.sealpost.smime;

import java.io.IOException;
import java.io.OutputStream;

/** Writes BER whose lengths are not known before (X.690 §8.1.3.6). */
final class Indefinite {
  /** A constructed octet string: one that consists of pieces (X.690 §8.7.3). */
  static final int OCTETS = BerReader.OCTET_STRING | 0x20;

  private static final byte[] END_OF_CONTENTS = {0, 0};

  private Indefinite() {}

  /** Begins an element. */
  static void open(OutputStream out, int identifier) throws IOException {
    out.write(new byte[] {(byte) identifier, (byte) 0x80});
  }

  /** Ends the innermost elements. */
  static void close(OutputStream out, int elements) throws IOException {
    for (int closed = 0; closed < elements; closed++) {
      out.write(END_OF_CONTENTS);
    }
  }

  /** A piece of a constructed octet string, of at most 65535 bytes; none where it is empty. */
  static void piece(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    out.write(
        length < 0x80
            ? new byte[] {BerReader.OCTET_STRING, (byte) length}
            : length <= 0xff
                ? new byte[] {BerReader.OCTET_STRING, (byte) 0x81, (byte) length}
                : new byte[] {
                  BerReader.OCTET_STRING, (byte) 0x82, (byte) (length >> 8), (byte) length
                });
    out.write(bytes, offset, length);
  }
}
