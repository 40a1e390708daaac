package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * The mark that stands before a subject: {@code [松柏 ✔簽章 🔒]}. Immutable.
 *
 * @param word which no sender knows
 * @param language of the words in it
 */
public record SubjectMark(SealWord word, Locale language) {
  private static final byte[] START = "Subject: ".getBytes(US_ASCII);
  private static final byte[] FOLD = "\r\n ".getBytes(US_ASCII);
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  /**
   * The mark as it reads.
   *
   * @param states what there is to say, at least one, that of the signature first
   */
  public String text(List<MarkState> states) {
    StringBuilder text = new StringBuilder("[").append(word.word());
    for (MarkState state : states) {
      boolean signSays = state == MarkState.ENCRYPTED && states.size() > 1;
      text.append(' ').append(state.sign()).append(signSays ? "" : state.word(language));
    }
    return text.append(']').toString();
  }

  /**
   * A Subject with a mark before it, as encoded words (RFC 2047), which old programs show too. What
   * stood there follows byte for byte on the next line, but for blanks before it.
   *
   * @param mark as {@link #text} gives it
   * @param subject the field as it is, if there is one
   */
  public static HeaderField before(Optional<HeaderField> subject, String mark) {
    byte[] old = subject.map(FieldValue::of).orElse(new byte[0]);
    int from = 0;
    while (from < old.length && (old[from] == ' ' || old[from] == '\t' || isLineEnd(old[from]))) {
      from++;
    }
    boolean empty = from == old.length;
    // Between two encoded words a reader leaves the blank out (RFC 2047 §6.2): ours brings its own.
    boolean encoded = old.length - from > 1 && old[from] == '=' && old[from + 1] == '?';
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(START);
    out.writeBytes(EncodedText.words(encoded ? mark + " " : mark, 9).getBytes(US_ASCII));
    if (!empty) {
      out.writeBytes(FOLD);
      out.write(old, from, old.length - from);
    }
    if (empty || old[old.length - 1] != '\n') {
      out.writeBytes(CRLF);
    }
    return Header.parse(out.toByteArray()).fields().getFirst();
  }

  private static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }
}
