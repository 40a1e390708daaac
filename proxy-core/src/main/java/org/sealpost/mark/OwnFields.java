package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;
import java.util.regex.Pattern;
import org.sealpost.mime.HeaderField;

/** Recognises fields in our own namespace, which nobody else may write. Pure. */
public final class OwnFields {
  static final String PREFIX = "x-sealpost";

  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

  private OwnFields() {}

  /**
   * Whether any reader might take the field, or a line in it, for one of ours: upper and lower case
   * alike, with blanks or control characters in or after the name, with the colon on a folded line,
   * or after a bare CR or LF that some take for a line end.
   */
  public static boolean isOurs(HeaderField field) {
    String raw = new String(field.raw(), ISO_8859_1);
    String[] lines = LINE_END.split(raw, -1);
    for (int i = 0; i < lines.length; i++) {
      boolean folded = i > 0 && (lines[i].startsWith(" ") || lines[i].startsWith("\t"));
      if (!folded && beginsWithOurName(lines[i])) {
        return true;
      }
    }
    return field.name().isEmpty() && beginsWithOurName(raw);
  }

  private static boolean beginsWithOurName(String text) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length() && name.length() < PREFIX.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        break;
      }
      if (c > ' ' && c < 127) {
        name.append(c);
      }
    }
    return name.toString().toLowerCase(Locale.ROOT).equals(PREFIX);
  }
}
