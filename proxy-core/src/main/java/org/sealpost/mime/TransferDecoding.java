package org.sealpost.mime;

import java.io.InputStream;

/** Undoes transfer encodings (RFC 2045 §6). */
final class TransferDecoding {
  private TransferDecoding() {}

  /** An unknown encoding is taken for none. */
  static InputStream of(String encoding, InputStream raw) {
    return switch (encoding) {
      case "base64" -> new Base64Input(raw);
      case "quoted-printable" -> new QuotedPrintableInput(raw);
      case "x-uuencode", "uuencode", "x-uue" -> new UuencodeInput(raw);
      default -> raw;
    };
  }

  /** Whether the encoding changes nothing. */
  static boolean isIdentity(String encoding) {
    return switch (encoding) {
      case "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue" -> false;
      default -> true;
    };
  }
}
