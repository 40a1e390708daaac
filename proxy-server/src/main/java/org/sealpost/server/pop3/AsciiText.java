package org.sealpost.server.pop3;

/** Makes one line of printable ASCII of words that came from elsewhere. */
final class AsciiText {
  private AsciiText() {}

  static String of(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints().forEach(c -> ascii.append(c >= ' ' && c < 127 ? (char) c : '?'));
    return ascii.toString();
  }
}
