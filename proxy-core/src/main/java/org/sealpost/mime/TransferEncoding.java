package org.sealpost.mime;

import java.io.IOException;
import java.io.OutputStream;

/** Applies transfer encodings (RFC 2045 §6) to what is written. */
public final class TransferEncoding {
  private TransferEncoding() {}

  /** Writes a body without its transfer encoding. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a body in {@code base64}, {@code quoted-printable}, or as it is under any other name.
   * Lines end in CRLF, also that of base64 behind the last line; the output stays open.
   */
  public static void write(Body body, String encoding, OutputStream out) throws IOException {
    switch (encoding) {
      case "base64" -> {
        Base64Output encoder = new Base64Output(out);
        body.writeTo(encoder);
        encoder.finish();
      }
      case "quoted-printable" -> {
        QuotedPrintableOutput encoder = new QuotedPrintableOutput(out);
        body.writeTo(encoder);
        encoder.finish();
      }
      default -> body.writeTo(out);
    }
  }
}
