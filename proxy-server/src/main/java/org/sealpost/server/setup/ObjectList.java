package org.sealpost.server.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the objects stand in the text of a HOCON list, such as the accounts. Only a list is
 * understood that is written out: objects in braces with commas or line ends between them.
 * Immutable.
 */
record ObjectList(String text, List<Span> objects) {
  /** A part of the text. */
  record Span(int from, int to) {}

  /** Empty if the list is written in any other way. */
  static Optional<ObjectList> of(String text) {
    Scan scan = new Scan(text);
    return scan.isListOfObjects()
        ? Optional.of(new ObjectList(text, List.copyOf(scan.objects)))
        : Optional.empty();
  }

  String object(int index) {
    Span span = objects.get(index);
    return text.substring(span.from(), span.to());
  }

  /** The list's text with another object in the place of one. */
  String with(int index, String object) {
    Span span = objects.get(index);
    return text.substring(0, span.from()) + object + text.substring(span.to());
  }

  /** The list's text with one more object behind the others. */
  String and(String object, String indent) {
    int at = objects.isEmpty() ? 1 : objects.getLast().to();
    String before = objects.isEmpty() ? "" : ",";
    return text.substring(0, at) + before + "\n" + indent + object + rest(at);
  }

  private String rest(int at) {
    String rest = text.substring(at);
    return rest.startsWith("]") ? "\n" + rest : rest;
  }

  /** One pass over a text. */
  private static final class Scan {
    private final String text;
    private final List<Span> objects = new ArrayList<>();
    private int at;

    Scan(String text) {
      this.text = text;
    }

    boolean isListOfObjects() {
      if (!text.startsWith("[")) {
        return false;
      }
      at = 1;
      boolean separated = true;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (skipComment()) {
          continue;
        }
        switch (c) {
          case ']' -> {
            return at == text.length() - 1;
          }
          case '{' -> {
            if (!separated) {
              return false;
            }
            int from = at;
            if (!skipNested()) {
              return false;
            }
            objects.add(new Span(from, at));
            separated = false;
          }
          case ',', '\n' -> {
            separated = true;
            at++;
          }
          default -> {
            if (!Character.isWhitespace(c)) {
              return false;
            }
            at++;
          }
        }
      }
      return false;
    }

    /** From an opening bracket to behind the closing one. */
    private boolean skipNested() {
      int depth = 0;
      while (at < text.length()) {
        if (skipComment() || skipString()) {
          continue;
        }
        char c = text.charAt(at++);
        if (c == '{' || c == '[') {
          depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
          return true;
        }
      }
      return false;
    }

    private boolean skipComment() {
      if (!text.startsWith("#", at) && !text.startsWith("//", at)) {
        return false;
      }
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
      return true;
    }

    private boolean skipString() {
      if (text.startsWith("\"\"\"", at)) {
        int end = text.indexOf("\"\"\"", at + 3);
        at = end < 0 ? text.length() : end + 3;
        // A string in triple quotes may end in more quotes.
        while (at < text.length() && text.charAt(at) == '"') {
          at++;
        }
        return true;
      }
      if (!text.startsWith("\"", at)) {
        return false;
      }
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at = Math.min(at + 1, text.length());
      return true;
    }
  }
}
