package org.sealpost.unmark;

import jakarta.mail.internet.MimeUtility;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealpost.mime.HeaderField;

/**
 * Decodes encoded words (RFC 2047) of one text, in any number of pieces. To look up a charset that
 * no one has is slow: each name is looked up once, and of many names the first ones only. For one
 * thread.
 */
final class WordDecoder {
  private static final int MOST_LOOKUPS = 50;
  private static final Pattern CHARSET = Pattern.compile("(?<==\\?)[^?*\\s]{1,60}(?=[?*])");

  private final Map<String, Boolean> known = new HashMap<>();

  /** Decoded; where a charset is unknown as UTF-8, or as ISO-8859-1 if it is not that. */
  String decoded(String text) {
    Matcher names = CHARSET.matcher(text);
    String readable = names.replaceAll(name -> isKnown(name.group()) ? "$0" : "utf-8");
    return HeaderField.decoded(readable);
  }

  /** How many names were looked up. */
  int lookups() {
    return known.size();
  }

  private boolean isKnown(String name) {
    boolean mayLookUp = known.containsKey(name) || known.size() < MOST_LOOKUPS;
    return mayLookUp && known.computeIfAbsent(name, WordDecoder::isSupported);
  }

  private static boolean isSupported(String name) {
    try {
      return Charset.isSupported(MimeUtility.javaCharset(name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
