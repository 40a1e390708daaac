package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * Takes from a header all by which a sender could pretend to be us: fields that only we may write
 * ({@link OwnFields}, {@link OwnResults}), and what a reader might take for our mark in a field
 * that programs show. What it means to look like it is said in {@link org.sealpost.mark}. A field
 * without any of that stays as it is, octet for octet. Thread-safe.
 */
public final class ForgedMarks {
  /** A longer field of those that programs show in a list is no honest one. In octets. */
  static final int LONGEST = 1 << 16;

  private static final Set<String> TEXTS =
      Set.of("subject", "thread-topic", "comments", "keywords", "organization");
  private static final Set<String> SENDERS = Set.of("from", "sender", "reply-to");
  private static final Set<String> RECIPIENTS =
      Set.of(
          "to",
          "cc",
          "resent-from",
          "resent-sender",
          "resent-reply-to",
          "resent-to",
          "resent-cc",
          "mail-reply-to",
          "mail-followup-to");
  private static final int MOST_ROUNDS = 4;

  /** The header without anything forged. */
  public Header without(Header header) {
    List<HeaderField> fields = new ArrayList<>();
    header.fields().forEach(field -> without(field).ifPresent(fields::add));
    return Header.of(fields);
  }

  /** The field without anything forged: the same if there is nothing in it; gone if it is all. */
  public Optional<HeaderField> without(HeaderField field) {
    String name = name(field);
    if (isPlain(field, name)) {
      return Optional.of(field);
    }
    if (OwnFields.isOurs(field) || hidesForged(field)) {
      return Optional.empty();
    }
    return cleaned(field, name);
  }

  /** The quick way over most fields: one line for every reader, with a name of no concern. */
  private static boolean isPlain(HeaderField field, String name) {
    return !field.name().isEmpty()
        && !name.startsWith(OwnFields.PREFIX)
        && !isShown(name)
        && !OwnResults.isName(name)
        && isOneLine(field.raw());
  }

  /** Whether nobody takes anything in it for the beginning of another field. */
  private static boolean isOneLine(byte[] raw) {
    for (int i = 0; i + 1 < raw.length; i++) {
      boolean lineEnd = raw[i] == '\n' || (raw[i] == '\r' && raw[i + 1] != '\n');
      if (lineEnd && raw[i + 1] != ' ' && raw[i + 1] != '\t') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a field that begins so, and is longer than can be looked at as a whole, is not to pass:
   * one that programs show as sender or subject.
   */
  public boolean isTooLong(byte[] beginning) {
    return Header.parse(beginning).fields().stream()
        .findFirst()
        .map(ForgedMarks::name)
        .filter(name -> TEXTS.contains(name) || SENDERS.contains(name) || OwnResults.isName(name))
        .isPresent();
  }

  /** Whether it is one of the fields that programs show, which may lose what looks like a mark. */
  public static boolean isShown(HeaderField field) {
    return isShown(name(field));
  }

  private static boolean isShown(String name) {
    return TEXTS.contains(name) || SENDERS.contains(name) || RECIPIENTS.contains(name);
  }

  private Optional<HeaderField> cleaned(HeaderField field, String name) {
    if (OwnResults.isName(name)) {
      return Optional.of(field).filter(it -> it.raw().length < LONGEST && !OwnResults.areOurs(it));
    }
    boolean text = TEXTS.contains(name);
    if (!isShown(name)) {
      return Optional.of(field);
    }
    if (field.raw().length >= LONGEST) {
      return RECIPIENTS.contains(name) ? Optional.of(field) : Optional.empty();
    }
    byte[] line = FieldValue.unfolded(FieldValue.of(field));
    if (reading(line).isEmpty()) {
      return Optional.of(field);
    }
    if (field.name().isEmpty()) {
      return Optional.empty();
    }
    return text
        ? Optional.of(HeaderField.of(field.name(), cleanText(line)))
        : MailboxNames.cleaned(field, line, this);
  }

  /** A reading of the field with a look-alike in it, or one of a field that has too many. */
  private static Optional<String> reading(byte[] line) {
    return Readings.of(line)
        .map(all -> all.stream().filter(Lookalikes::isIn).findFirst())
        .orElseGet(() -> Optional.of(Readings.plain(line)));
  }

  boolean isIn(String text) {
    return reading(text.getBytes(UTF_8)).isPresent();
  }

  /** What is left in the first reading that has a look-alike, and then has none in any other. */
  String cleanText(byte[] line) {
    byte[] now = line;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Optional<String> forged = reading(now);
      if (forged.isEmpty()) {
        return new String(now, UTF_8);
      }
      String clean = Lookalikes.without(forged.get());
      now = MarkText.safe(clean).getBytes(UTF_8);
    }
    return "";
  }

  /** Whether a line behind a bare CR, which some take for a line end, is forged. */
  private boolean hidesForged(HeaderField field) {
    byte[] raw = field.raw();
    int lineStart = 0;
    for (int i = 0; i < raw.length; i++) {
      boolean bareCr = raw[i] == '\r' && (i + 1 == raw.length || raw[i + 1] != '\n');
      boolean folded = i + 1 < raw.length && (raw[i + 1] == ' ' || raw[i + 1] == '\t');
      if (bareCr && !folded) {
        if (lineStart > 0 && isForged(raw, lineStart, i)) {
          return true;
        }
        lineStart = i + 1;
      }
    }
    return lineStart > 0 && isForged(raw, lineStart, raw.length);
  }

  private boolean isForged(byte[] raw, int from, int to) {
    return Header.parse(Arrays.copyOfRange(raw, from, to)).fields().stream()
        .anyMatch(this::isForged);
  }

  private boolean isForged(HeaderField field) {
    return cleaned(field, name(field)).filter(it -> it == field).isEmpty();
  }

  /** In lower case, also where it is written oddly. */
  static String name(HeaderField field) {
    if (!field.name().isEmpty()) {
      return field.name().toLowerCase(Locale.ROOT);
    }
    String raw = new String(field.raw(), ISO_8859_1);
    int colon = raw.indexOf(':');
    return colon < 0 || colon > 200
        ? ""
        : raw.substring(0, colon).replaceAll("[^!-~]", "").toLowerCase(Locale.ROOT);
  }
}
