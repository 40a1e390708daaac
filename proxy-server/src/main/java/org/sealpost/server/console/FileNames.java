package org.sealpost.server.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.sealpost.trust.PlainText;

/** Names of files that strangers chose, made harmless. */
final class FileNames {
  private static final int LONGEST = 120;

  private FileNames() {}

  /**
   * The name alone, without folders, controls, marks that turn the direction of writing, and what
   * no file system takes; {@code otherwise} if nothing is left.
   */
  static String safe(String name, String otherwise) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain =
        PlainText.of(last).replaceAll("[\"<>:|?*%;`$&']", "_").replaceFirst("^[. ]+", "").strip();
    if (plain.length() > LONGEST) {
      int dot = plain.lastIndexOf('.');
      String ending = dot > plain.length() - 12 && dot > 0 ? plain.substring(dot) : "";
      plain = withoutHalf(plain.substring(0, LONGEST - ending.length())) + ending;
    }
    return plain.isEmpty() ? otherwise : plain;
  }

  private static String withoutHalf(String cut) {
    return Character.isHighSurrogate(cut.charAt(cut.length() - 1))
        ? cut.substring(0, cut.length() - 1)
        : cut;
  }

  /** A field {@code Content-Disposition} (RFC 6266) for a safe name, in ASCII whatever it is. */
  static String disposition(String name) {
    String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("[^ -~]", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\""
        + ascii.replaceAll("[\"\\\\]", "_")
        + "\"; filename*=UTF-8''"
        + encoded.replace("*", "%2A");
  }
}
