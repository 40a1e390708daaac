package org.sealpost.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A piece of a page. Text and markup are different types, and what is written of a text is always
 * escaped: no value can become markup. Names of elements and attributes are never values.
 * Immutable.
 */
sealed interface Html {
  Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  /** Attributes in which a text could run or fetch something. */
  Pattern ACTIVE = Pattern.compile("(?i)on.*|style|href|src|srcset|action|formaction|data|xlink.*");

  Set<String> VOID = Set.of("meta");
  Set<String> FORBIDDEN = Set.of("script", "style", "link", "base", "iframe", "object", "embed");

  /** Words. */
  record Text(String text) implements Html {}

  /** What has a name, attributes and children. */
  record Element(String name, List<Attribute> attributes, List<Html> children) implements Html {
    public Element {
      requireName(name);
      if (FORBIDDEN.contains(name)) {
        throw new IllegalArgumentException("not in this page: " + name);
      }
      attributes = List.copyOf(attributes);
      children = List.copyOf(children);
    }

    /** With one more attribute. */
    Element with(String attribute, String value) {
      List<Attribute> more = new ArrayList<>(attributes);
      more.add(new Attribute(attribute, value));
      return new Element(name, more, children);
    }
  }

  /** The style of the page, which is part of the program. */
  record Style(String css) implements Html {
    public Style {
      if (css.contains("<") || css.contains("url(") || css.contains("@import")) {
        throw new IllegalArgumentException("a style that leaves its element or the page");
      }
    }
  }

  /** Of an element. */
  record Attribute(String name, String value) {
    public Attribute {
      requireName(name);
      if (ACTIVE.matcher(name).matches()) {
        throw new IllegalArgumentException("not in this page: " + name);
      }
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name: " + name);
    }
  }

  static Html text(String text) {
    return new Text(text);
  }

  static Element element(String name, Html... children) {
    return new Element(name, List.of(), List.of(children));
  }

  static Element element(String name, List<? extends Html> children) {
    return new Element(name, List.of(), List.copyOf(children));
  }

  /** An element with a text alone. */
  static Element element(String name, String text) {
    return element(name, text(text));
  }
}
