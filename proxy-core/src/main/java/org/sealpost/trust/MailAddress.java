package org.sealpost.trust;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mail addresses (RFC 5321 §4.1.2, RFC 6531 §3.3) in the one form in which they are compared, in
 * verdicts as in the certificate book.
 *
 * <ul>
 *   <li>The domain is in lower case, with A-labels for U-labels (IDNA), without a final dot.
 *   <li>The local part has no quotes that it does not need, its ASCII letters are in lower case.
 *       RFC 5321 §2.4 leaves case to the receiving server; in practice no server tells {@code Ming}
 *       from {@code ming}, clients write either, and certificates are issued in either. Other
 *       letters are compared as they are (RFC 9598 §5), after normalisation to NFC.
 * </ul>
 */
public final class MailAddress {
  /** RFC 5321 §4.5.3.1.3: a path has 256 octets at most; non-ASCII forms may be longer. */
  private static final int MAX_LENGTH = 1000;

  /** RFC 1035 §2.3.4. */
  private static final int MAX_LABEL = 63;

  /**
   * U-labels with these mean another domain in IDNA 2008 than what {@link IDN} (IDNA 2003) maps
   * them to: sharp s to ss, final sigma to sigma, the joiners to nothing (RFC 5894 §7.2).
   */
  private static final String DEVIATIONS = "\u00DF\u1E9E\u03C2\u200C\u200D";

  private MailAddress() {}

  /**
   * The form to compare.
   *
   * @param address an addr-spec, with or without angle brackets around it
   * @return empty if it is no address, such as one with control characters or spaces outside quotes
   */
  public static Optional<String> normalise(String address) {
    String spec = address.strip();
    if (spec.startsWith("<") && spec.endsWith(">")) {
      spec = spec.substring(1, spec.length() - 1).strip();
    }
    int at = spec.lastIndexOf('@');
    if (at <= 0 || at == spec.length() - 1 || spec.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Optional<String> local = localPart(spec.substring(0, at));
    Optional<String> domain = domain(spec.substring(at + 1));
    return local.flatMap(left -> domain.map(right -> left + "@" + right));
  }

  private static Optional<String> localPart(String raw) {
    String text = raw;
    boolean quoted = raw.length() >= 2 && raw.startsWith("\"") && raw.endsWith("\"");
    if (quoted) {
      Optional<String> inner = unquote(raw.substring(1, raw.length() - 1));
      if (inner.isEmpty()) {
        return Optional.empty();
      }
      text = inner.get();
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    // Once more after folding: J with caron has no composed form, j with caron has one.
    String folded = composed(foldAscii(composed(text)));
    if (isDotString(folded)) {
      return Optional.of(folded);
    }
    return quoted ? Optional.of(quote(folded)) : Optional.empty();
  }

  /** RFC 5321 §4.1.2: the content of a Quoted-string without its quoted-pairs. */
  private static Optional<String> unquote(String content) {
    StringBuilder text = new StringBuilder(content.length());
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == '"') {
        return Optional.empty();
      }
      if (c == '\\') {
        i++;
        if (i == content.length()) {
          return Optional.empty();
        }
        c = content.charAt(i);
      }
      text.append(c);
    }
    return Optional.of(text.toString());
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Whether it needs no quotes. Dots in odd places are let through, as some Japanese mailboxes have
   * them.
   */
  private static boolean isDotString(String text) {
    return !text.isEmpty()
        && text.codePoints()
            .allMatch(
                c -> c > 0x20 && "()<>[]:;@\\,\"".indexOf(c) < 0 && !Character.isSpaceChar(c));
  }

  private static Optional<String> domain(String raw) {
    if (raw.startsWith("[") && raw.endsWith("]")) {
      String literal = raw.toLowerCase(Locale.ROOT);
      return literal.chars().allMatch(c -> c > 0x20 && c < 0x7f)
          ? Optional.of(literal)
          : Optional.empty();
    }
    String domain = composed(raw);
    if (!isDomain(domain)) {
      return Optional.empty();
    }
    return toAscii(domain).map(MailAddress::withoutFinalDot).filter(MailAddress::isDomain);
  }

  private static Optional<String> toAscii(String domain) {
    if (domain.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      // Mapped, it would be someone else's domain; as it is, it equals itself only.
      return Optional.of(composed(domain.toLowerCase(Locale.ROOT)));
    }
    if (isAscii(domain)) {
      return Optional.of(domain.toLowerCase(Locale.ROOT)).filter(MailAddress::hasLabels);
    }
    try {
      return Optional.of(IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What IDNA asks of the labels of a domain that needs no mapping. */
  private static boolean hasLabels(String domain) {
    return Stream.of(withoutFinalDot(domain).split("\\.", -1))
        .allMatch(label -> !label.isEmpty() && label.length() <= MAX_LABEL);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String withoutFinalDot(String domain) {
    return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
  }

  private static boolean isDomain(String domain) {
    return !domain.isEmpty()
        && !domain.startsWith(".")
        && !domain.contains("..")
        && domain
            .codePoints()
            .allMatch(
                c ->
                    c > 0x20
                        && !Character.isISOControl(c)
                        && !Character.isSpaceChar(c)
                        && "()<>[]:;@\\,\"".indexOf(c) < 0);
  }

  private static String composed(String text) {
    return isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private static String foldAscii(String text) {
    StringBuilder folded = new StringBuilder(text);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }
}
