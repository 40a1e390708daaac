package org.sealpost.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * What a mail's header asks for, and the header as it leaves. Pure.
 *
 * <ul>
 *   <li>Keywords in the subject ({@link SubjectTriggers}), encoded or not (RFC 2047), are taken
 *       out. An encoded word in a charset that we cannot read might hide one from us and show it to
 *       others, so it refuses the mail. Where they were not encoded the rest stays byte for byte;
 *       otherwise it is encoded again.
 *   <li>{@code X-Sealpost: sign, encrypt} with the tokens of {@link Wish}; the field is taken out.
 *       Empty, or with anything else, it refuses the mail.
 *   <li>{@code Sensitivity} (RFC 4021 §2.1.55) with one of the configured values asks for
 *       encryption, and stays ({@link Sensitivity}).
 *   <li>A field whose name is almost one of these two refuses the mail.
 * </ul>
 */
public record Triggers(Wishes wishes, Header header) {
  static final String FIELD = "X-Sealpost";
  private static final Pattern SEPARATORS = Pattern.compile("[\\s,;]+");
  private static final Words WORDS = Words.beside(Triggers.class);

  /** What old programs in Taiwan write into headers without saying so. */
  private static final Charset UNDECLARED = Charset.forName("Big5");

  /**
   * Reads a header.
   *
   * @throws Failure permanent: wishes that contradict each other, unknown ones, a keyword where it
   *     does not count, or something that is almost one
   */
  public static Triggers in(Header header, TriggerWords words) throws Failure {
    Wishes wishes = Wishes.none();
    List<HeaderField> kept = new ArrayList<>();
    for (HeaderField field : header.fields()) {
      AlmostField.refuse(field, words);
      if (field.is(FIELD)) {
        for (Wish wish : listed(field)) {
          wishes = wishes.with(wish, Decider.FIELD);
        }
      } else if (field.is("Subject")) {
        if (!words.keywords().isEmpty() && field.unknownCharset().isPresent()) {
          throw refusal("unknown-charset", Words.ascii(field.unknownCharset().get()));
        }
        SubjectTriggers found = SubjectTriggers.of(field.decodedValue(), words);
        refuseUndeclared(field, words);
        if (answeredUnseen(header) && found.wishes().stream().anyMatch(Wish::weakens)) {
          throw refusal("weaker-unseen");
        }
        for (Wish wish : found.wishes()) {
          wishes = wishes.with(wish, Decider.SUBJECT);
        }
        kept.add(found.wishes().isEmpty() ? field : without(field, found.rest(), words));
      } else {
        if (field.is(Sensitivity.FIELD) && Sensitivity.asksForEncryption(field, words)) {
          wishes = wishes.with(Wish.ENCRYPT, Decider.SENSITIVITY);
        }
        kept.add(field);
      }
    }
    if (wishes.contradict()) {
      throw refusal("contradiction");
    }
    return new Triggers(wishes, Header.of(kept));
  }

  /** Whether a program has answered (RFC 3834 §5), perhaps with the subject as it came. */
  private static boolean answeredUnseen(Header header) {
    return header.all("Auto-Submitted").stream()
        .anyMatch(it -> it.value().toLowerCase(Locale.ROOT).contains("auto-replied"));
  }

  private static List<Wish> listed(HeaderField field) throws Failure {
    List<Wish> wishes = new ArrayList<>();
    for (String token : SEPARATORS.split(field.decodedValue(), -1)) {
      if (!token.isEmpty()) {
        wishes.add(Wish.of(token).orElseThrow(() -> refusal("unknown-wish", token)));
      }
    }
    if (wishes.isEmpty()) {
      throw refusal("empty-field");
    }
    return wishes;
  }

  /** The field with this text; if taking the keywords out of its octets gives it, so. */
  private static HeaderField without(HeaderField field, String rest, TriggerWords words) {
    return cut(field, words)
        .filter(it -> it.decodedValue().equals(rest.strip()))
        .orElseGet(() -> HeaderField.of(field.name(), rest));
  }

  private static Optional<HeaderField> cut(HeaderField field, TriggerWords words) {
    byte[] raw = field.raw();
    Charset charset = isUtf8(raw) ? UTF_8 : ISO_8859_1;
    String text = new String(raw, charset);
    int valueStart = text.indexOf(':') + 1;
    String body = text.stripTrailing();
    String lineEnd = text.endsWith("\r\n") ? "\r\n" : text.endsWith("\n") ? "\n" : "";
    if (valueStart > body.length()) {
      return Optional.empty();
    }
    try {
      String left = SubjectTriggers.of(body.substring(valueStart), words).rest();
      byte[] changed = (text.substring(0, valueStart) + left + lineEnd).getBytes(charset);
      return Header.parse(changed).first(field.name());
    } catch (Failure _) {
      // Only decoded it is what it was found to be.
      return Optional.empty();
    }
  }

  /** Octets of a charset that nothing names would hide a keyword from us and show it to others. */
  private static void refuseUndeclared(HeaderField field, TriggerWords words) throws Failure {
    byte[] raw = field.raw();
    if (!isUtf8(raw)) {
      String text = new String(raw, UNDECLARED);
      String value = text.substring(text.indexOf(':') + 1);
      if (!SubjectTriggers.of(value, words).wishes().isEmpty()) {
        throw refusal("undeclared-charset");
      }
    }
  }

  private static boolean isUtf8(byte[] raw) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Failure refusal(String key, Object... arguments) {
    return Failure.of(550, "5.7.1", WORDS.phrase(key, arguments));
  }
}
