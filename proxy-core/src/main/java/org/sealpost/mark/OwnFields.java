package org.sealpost.mark;

import org.sealpost.mime.HeaderField;

/** Recognises fields in our own namespace, which nobody else may write. Pure. */
public final class OwnFields {
  static final String PREFIX = "x-sealpost";

  private OwnFields() {}

  /**
   * Whether any reader might take the field, or a line in it, for one of ours: upper and lower case
   * alike, with blanks or control characters in or after the name, with the colon on a folded line,
   * or after a bare CR or LF that some take for a line end.
   */
  public static boolean isOurs(HeaderField field) {
    byte[] raw = field.raw();
    if (field.name().isEmpty() && beginsWithOurName(raw, 0, raw.length)) {
      return true;
    }
    int start = 0;
    while (start < raw.length) {
      int end = start;
      while (end < raw.length && raw[end] != '\r' && raw[end] != '\n') {
        end++;
      }
      boolean folded = start > 0 && (raw[start] == ' ' || raw[start] == '\t');
      if (!folded && beginsWithOurName(raw, start, end)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean beginsWithOurName(byte[] raw, int from, int to) {
    int matched = 0;
    for (int i = from; i < to && raw[i] != ':'; i++) {
      byte c = raw[i];
      if (c > ' ' && c < 127) {
        int lower = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
        if (lower != PREFIX.charAt(matched)) {
          return false;
        }
        matched++;
        if (matched == PREFIX.length()) {
          return true;
        }
      }
    }
    return false;
  }
}
