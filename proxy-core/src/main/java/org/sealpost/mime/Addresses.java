package org.sealpost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an address field (RFC 5322 §3.4) with leniency, in linear time whatever it holds, which
 * Jakarta Mail's InternetAddress does not: names, comments, groups and source routes are passed
 * over. What is ambiguous is no address.
 */
final class Addresses {
  private final String text;
  private final List<String> found = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();
  private Optional<String> angle = Optional.empty();
  private boolean ambiguous;
  private boolean anyReadElsewise;
  private int lengthBeforeAngle;
  private boolean quotesEnd = true;
  private boolean literalsEnd = true;
  private int at;

  private Addresses(String text) {
    this.text = text;
  }

  /** The addr-specs as written; none for an entry that is damaged. */
  static List<String> of(String value) {
    return new Addresses(value).read();
  }

  /**
   * Whether other readers may find another address in it: behind an address in angle brackets, in
   * several of these, or in the name of a group.
   */
  static boolean areAmbiguous(String value) {
    Addresses addresses = new Addresses(value);
    addresses.read();
    return addresses.anyReadElsewise;
  }

  private List<String> read() {
    while (at < text.length()) {
      step(text.charAt(at));
    }
    endEntry();
    return List.copyOf(found);
  }

  private void step(char c) {
    switch (c) {
      case '"' -> quoted(plain);
      case '(' -> skipComment(plain);
      case '[' -> domainLiteral(plain);
      case '<' -> angle();
      case ',', ';' -> {
        endEntry();
        at++;
      }
      case ':' -> {
        // The name of a group, which its first member follows.
        anyReadElsewise |= ambiguous || angle.isPresent() || plain.indexOf("@") >= 0;
        clearEntry();
        at++;
      }
      default -> {
        plain.append(c);
        at++;
      }
    }
  }

  private void endEntry() {
    boolean textBehind = angle.isPresent() && !plain.substring(lengthBeforeAngle).isBlank();
    anyReadElsewise |= ambiguous || textBehind;
    if (!ambiguous) {
      String spec = withoutRoute(angle.orElseGet(plain::toString).strip());
      if (isAddrSpec(spec)) {
        found.add(spec);
      }
    }
    clearEntry();
  }

  private void clearEntry() {
    plain.setLength(0);
    angle = Optional.empty();
    ambiguous = false;
  }

  private void angle() {
    StringBuilder inside = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '>') {
      switch (text.charAt(at)) {
        case '"' -> quoted(inside);
        case '(' -> skipComment(inside);
        case '[' -> domainLiteral(inside);
        default -> inside.append(text.charAt(at++));
      }
    }
    // Two in one entry, or one without an end: whose the mail is cannot be told.
    ambiguous |= angle.isPresent() || at == text.length();
    angle = Optional.of(inside.toString());
    lengthBeforeAngle = plain.length();
    at++;
  }

  /** A quoted string as written; a quote that nothing closes is passed over. */
  private void quoted(StringBuilder target) {
    int end = at + 1;
    while (quotesEnd && end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    quotesEnd &= end < text.length();
    if (quotesEnd) {
      target.append(text, at, end + 1);
      at = end;
    }
    at++;
  }

  private void domainLiteral(StringBuilder target) {
    int end = literalsEnd ? text.indexOf(']', at) : -1;
    literalsEnd &= end >= 0;
    if (literalsEnd) {
      target.append(text, at, end);
      at = end;
    }
    target.append(text.charAt(at++));
  }

  /** A comment counts as a blank; one that nothing closes goes on to the end. */
  private void skipComment(StringBuilder target) {
    target.append(' ');
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return;
      }
    }
    at = text.length();
  }

  /** Source routes are obsolete and to be ignored (RFC 5322 §4.4). */
  private static String withoutRoute(String spec) {
    int colon = spec.indexOf(':');
    return spec.startsWith("@") && colon > 0 ? spec.substring(colon + 1) : spec;
  }

  private static boolean isAddrSpec(String spec) {
    int at = spec.lastIndexOf('@');
    if (at <= 0 || at == spec.length() - 1 || spec.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    String local = spec.substring(0, at);
    boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
    return (quoted || isUnquoted(local)) && isUnquoted(spec.substring(at + 1));
  }

  private static boolean isUnquoted(String text) {
    return text.chars().noneMatch(c -> " @\"()<>,;\\".indexOf(c) >= 0);
  }
}
