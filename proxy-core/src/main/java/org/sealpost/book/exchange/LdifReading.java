package org.sealpost.book.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.PlainText;

/**
 * One reading of LDIF (RFC 2849) for the certificates in {@code userCertificate} (RFC 4523 §2.1)
 * and {@code userSMIMECertificate} (RFC 2798 §2.8). Libraries open the files that a value names by
 * {@code :<}; a file from a stranger would then choose what is read here, so this one is our own
 * and opens none. Of change records only those count that add an entry.
 */
final class LdifReading {
  private static final Set<String> CERTIFICATES = Set.of("usercertificate", "usersmimecertificate");

  private static final Words WORDS = Words.beside(LdifReading.class);

  private final List<ExchangeItem> items = new ArrayList<>();
  private final List<Value> certificates = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private String name = "";
  private boolean changes;
  private int number;

  /** How a value is written. */
  private enum Kind {
    TEXT,
    BASE64,
    URL
  }

  private record Value(Kind kind, String text) {
    byte[] decoded() {
      return kind == Kind.BASE64
          ? Base64.getDecoder().decode(text.replaceAll("\\s", ""))
          : text.getBytes(StandardCharsets.UTF_8);
    }

    String shown() {
      try {
        return PlainText.of(new String(decoded(), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return "";
      }
    }
  }

  /** Whether a text is LDIF: its first line but for comments begins a file or an entry. */
  static boolean reads(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith(" "))
        .findFirst()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("version:") || line.startsWith("dn:"))
        .isPresent();
  }

  List<ExchangeItem> read(String text) {
    StringBuilder line = new StringBuilder();
    for (String physical : (Iterable<String>) text.lines()::iterator) {
      if (items.size() > ExchangeFile.MAX_ITEMS) {
        break;
      }
      if (physical.startsWith(" ") && !line.isEmpty()) {
        if (line.length() < ExchangeFile.MAX_LINE) {
          line.append(physical, 1, physical.length());
        }
      } else {
        take(line.toString());
        line.setLength(0);
        line.append(physical);
        if (physical.isBlank()) {
          endEntry();
        }
      }
    }
    take(line.toString());
    endEntry();
    return List.copyOf(items);
  }

  /** A line that is no attribute is passed over, as is a comment. */
  private void take(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0 || line.startsWith("#")) {
      return;
    }
    String attribute = line.substring(0, colon).toLowerCase(Locale.ROOT);
    int option = attribute.indexOf(';');
    Value value = value(line.substring(colon + 1));
    switch (option < 0 ? attribute : attribute.substring(0, option)) {
      case "dn" -> {
        number++;
        name = value.shown();
      }
      case "changetype" -> changes = !value.shown().equalsIgnoreCase("add");
      case "mail" -> addresses.add(value.shown());
      case String base when CERTIFICATES.contains(base) -> certificates.add(value);
      default -> {}
    }
  }

  private static Value value(String rest) {
    if (rest.startsWith(":")) {
      return new Value(Kind.BASE64, rest.substring(1).strip());
    }
    return rest.startsWith("<") ? new Value(Kind.URL, "") : new Value(Kind.TEXT, rest.strip());
  }

  private void endEntry() {
    Phrase where = WORDS.phrase("where.entry", number, name);
    for (Value value : certificates) {
      items.addAll(changes ? ExchangeFile.unreadable(where, "item.change") : items(value, where));
    }
    certificates.clear();
    addresses.clear();
    name = "";
    changes = false;
  }

  private List<ExchangeItem> items(Value value, Phrase where) {
    if (value.kind() == Kind.URL) {
      return ExchangeFile.unreadable(where, "item.elsewhere");
    }
    try {
      return ExchangeFile.encoded(value.decoded(), where, addresses);
    } catch (IllegalArgumentException e) {
      return ExchangeFile.unreadable(where, "item.damaged");
    }
  }
}
