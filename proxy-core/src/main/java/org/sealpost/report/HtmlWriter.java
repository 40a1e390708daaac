package org.sealpost.report;

import org.sealpost.report.Html.Attribute;
import org.sealpost.report.Html.Element;
import org.sealpost.report.Html.Style;
import org.sealpost.report.Html.Text;

/** Writes a page as HTML that is well-formed XML too. For one thread. */
final class HtmlWriter {
  /** Stands visibly for what cannot be shown or would turn the direction of writing. */
  private static final char REPLACEMENT = '�';

  private final StringBuilder out = new StringBuilder(1 << 14);

  private HtmlWriter() {}

  static String document(Element root) {
    HtmlWriter writer = new HtmlWriter();
    writer.out.append("<!DOCTYPE html>\n");
    writer.write(root);
    return writer.out.toString();
  }

  private void write(Html html) {
    switch (html) {
      case Text(String text) -> escape(text);
      case Style(String css) -> out.append("<style>\n").append(css).append("</style>\n");
      case Element element -> write(element);
    }
  }

  private void write(Element element) {
    out.append('<').append(element.name());
    for (Attribute attribute : element.attributes()) {
      out.append(' ').append(attribute.name()).append("=\"");
      escape(attribute.value());
      out.append('"');
    }
    if (Html.VOID.contains(element.name())) {
      out.append("/>\n");
      return;
    }
    out.append('>');
    element.children().forEach(this::write);
    out.append("</").append(element.name()).append('>');
    if (endsLine(element.name())) {
      out.append('\n');
    }
  }

  private static boolean endsLine(String name) {
    return switch (name) {
      case "span", "code", "bdi", "time", "strong", "path", "circle", "th", "a" -> false;
      default -> true;
    };
  }

  private void escape(String text) {
    text.codePoints().forEach(this::escape);
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> {
        if (isHarmful(c)) {
          out.append(REPLACEMENT);
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
