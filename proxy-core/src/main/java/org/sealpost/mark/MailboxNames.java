package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * Cleans the names in an address field (RFC 5322 §3.4); the addresses stay as they are. Comments,
 * which some programs show as a name, go, and a group's name with them. Pure.
 */
final class MailboxNames {
  private MailboxNames() {}

  /** The field anew; none if nothing is left of it, since the mark was all or in the address. */
  static Optional<HeaderField> cleaned(HeaderField field, byte[] line, ForgedMarks marks) {
    List<String> mailboxes = new ArrayList<>();
    for (String entry : entries(new String(line, UTF_8))) {
      List<String> addresses = addresses(entry);
      if (addresses.size() == 1 && !marks.isIn(addresses.getFirst())) {
        mailboxes.add(mailbox(entry, addresses.getFirst(), marks));
      }
    }
    if (!mailboxes.isEmpty()) {
      String text = field.name() + ": " + String.join(",\r\n ", mailboxes) + "\r\n";
      HeaderField clean = Header.parse(text.getBytes(UTF_8)).fields().getFirst();
      return Optional.of(clean).filter(it -> !marks.isIn(it.value()));
    }
    String left = marks.cleanText(line);
    return left.isBlank() ? Optional.empty() : Optional.of(HeaderField.of(field.name(), left));
  }

  private static List<String> addresses(String entry) {
    return Header.parse(("To: " + entry).getBytes(UTF_8)).addresses("To");
  }

  private static String mailbox(String entry, String address, ForgedMarks marks) {
    int angle = entry.lastIndexOf('<');
    String name = angle < 0 ? "" : unquoted(entry.substring(0, angle)).strip();
    String clean = marks.cleanText(name.getBytes(UTF_8)).strip();
    String decoded =
        Header.parse(("X: " + clean).getBytes(UTF_8)).fields().getFirst().decodedValue();
    return decoded.isBlank() ? address : EncodedText.words(decoded, 30) + " <" + address + ">";
  }

  private static String unquoted(String phrase) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < phrase.length(); i++) {
      char c = phrase.charAt(i);
      if (c == '\\' && i + 1 < phrase.length()) {
        plain.append(phrase.charAt(++i));
      } else if (c != '"') {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** Split at commas that are not in quotes, comments or angle brackets. */
  private static List<String> entries(String text) {
    List<String> entries = new ArrayList<>();
    boolean quoted = false;
    int comments = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"' && comments == 0) {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        comments++;
      } else if (!quoted && c == ')') {
        comments = Math.max(0, comments - 1);
      } else if (!quoted && comments == 0 && (c == ',' || c == ';' || c == ':')) {
        entries.add(text.substring(start, i));
        start = i + 1;
      }
    }
    entries.add(text.substring(Math.min(start, text.length())));
    return entries;
  }
}
