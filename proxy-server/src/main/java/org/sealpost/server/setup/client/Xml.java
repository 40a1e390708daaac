package org.sealpost.server.setup.client;

/** XML 1.0 text, built piece by piece with two blanks for each level. For one thread. */
final class Xml {
  private final StringBuilder text;
  private int depth;

  /** Begins with these lines. */
  Xml(String head) {
    text = new StringBuilder(head);
  }

  /** Opens an element; {@code start} is its tag without the brackets, attributes included. */
  Xml open(String start) {
    return line("<" + start + ">", depth++);
  }

  Xml close(String name) {
    return line("</" + name + ">", --depth);
  }

  /** An element with a text in it. */
  Xml element(String name, String content) {
    return line("<" + name + ">" + escaped(content) + "</" + name + ">", depth);
  }

  Xml empty(String name) {
    return line("<" + name + "/>", depth);
  }

  private Xml line(String line, int level) {
    text.repeat("  ", level).append(line).append('\n');
    return this;
  }

  static String escaped(String content) {
    StringBuilder escaped = new StringBuilder();
    content
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isCharacter(c) ? c : '?');
              }
            });
    return escaped.toString();
  }

  /** XML 1.0 section 2.2. */
  private static boolean isCharacter(int c) {
    return (c >= ' ' && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000 || c == '\t';
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
