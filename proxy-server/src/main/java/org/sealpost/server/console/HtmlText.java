package org.sealpost.server.console;

import java.util.Locale;
import java.util.Set;

/**
 * The text of a mail that has only an HTML form: tags left out, nothing else interpreted. What
 * comes out is text, and is escaped like any other. Linear in the length.
 */
final class HtmlText {
  private static final Set<String> UNSEEN = Set.of("script", "style", "head", "title", "template");
  private static final Set<String> LINES =
      Set.of(
          "p",
          "div",
          "br",
          "tr",
          "li",
          "ul",
          "ol",
          "table",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "blockquote",
          "pre",
          "hr",
          "section",
          "article",
          "header",
          "footer");
  private static final int LONGEST_REFERENCE = 10;

  private final String html;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private HtmlText(String html) {
    this.html = html;
  }

  static String of(String html) {
    HtmlText text = new HtmlText(html);
    text.read();
    return text.text.toString().strip();
  }

  private void read() {
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        tag();
      } else if (c == '&') {
        reference();
      } else {
        append(c);
        at++;
      }
    }
  }

  private void tag() {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at + 4);
      at = end < 0 ? html.length() : end + 3;
      return;
    }
    String name = name(at + 1);
    if (name.isEmpty() && !html.startsWith("</", at) && !html.startsWith("<!", at)) {
      text.append('<');
      at++;
      return;
    }
    int end = html.indexOf('>', at);
    at = end < 0 ? html.length() : end + 1;
    if (UNSEEN.contains(name)) {
      skipTo(name);
    } else if (LINES.contains(name.startsWith("/") ? name.substring(1) : name)) {
      lineEnd();
    }
  }

  /** Of blanks one is left, as browsers show them. */
  private void append(char c) {
    if (!Character.isWhitespace(c)) {
      text.append(c);
    } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
      text.append(' ');
    }
  }

  /** Of empty lines one is left. */
  private void lineEnd() {
    int length = text.length();
    if (length > 0 && text.charAt(length - 1) == ' ') {
      text.setLength(--length);
    }
    if (length > 0
        && (text.charAt(length - 1) != '\n' || length < 2 || text.charAt(length - 2) != '\n')) {
      text.append('\n');
    }
  }

  private String name(int from) {
    int end = from;
    while (end < html.length()
        && end - from < LONGEST_REFERENCE
        && (Character.isLetterOrDigit(html.charAt(end))
            || (end == from && html.charAt(end) == '/'))) {
      end++;
    }
    return html.substring(from, end).toLowerCase(Locale.ROOT);
  }

  /** What is not closed is unseen to the end. */
  private void skipTo(String name) {
    for (int i = html.indexOf("</", at); i >= 0; i = html.indexOf("</", i + 2)) {
      if (html.regionMatches(true, i + 2, name, 0, name.length())) {
        int end = html.indexOf('>', i);
        at = end < 0 ? html.length() : end + 1;
        return;
      }
    }
    at = html.length();
  }

  private void reference() {
    int end = html.indexOf(';', at, Math.min(html.length(), at + LONGEST_REFERENCE + 1));
    if (end < 0) {
      text.append('&');
      at++;
      return;
    }
    String name = html.substring(at + 1, end);
    text.append(
        switch (name) {
          case "amp" -> "&";
          case "lt" -> "<";
          case "gt" -> ">";
          case "quot" -> "\"";
          case "apos" -> "'";
          case "nbsp" -> " ";
          default -> name.startsWith("#") ? character(name.substring(1)) : "&" + name + ";";
        });
    at = end + 1;
  }

  private static String character(String number) {
    try {
      int code =
          number.startsWith("x") || number.startsWith("X")
              ? Integer.parseInt(number.substring(1), 16)
              : Integer.parseInt(number);
      return Character.isValidCodePoint(code) ? Character.toString(code) : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }
}
