package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;

/** Tells attached texts and mails from other files by what they hold, whatever they are called. */
final class AttachedText {
  private static final int LOOKED_AT = 4096;
  private static final Pattern FIELD = Pattern.compile("(?s)(?:From |[!-9;-~]{1,76}[ \\t]*:).*+");

  /** What is neither text nor hides what has a mark in it. */
  private static final Set<String> OTHER_KINDS = Set.of("image", "audio", "video", "font", "model");

  private static final Set<String> OTHER_TYPES =
      Set.of(
          "application/pdf",
          "application/zip",
          "application/gzip",
          "application/pgp-encrypted",
          "application/pgp-signature",
          "application/pkcs7-mime",
          "application/x-pkcs7-mime",
          "application/pkcs7-signature",
          "application/x-pkcs7-signature");

  private AttachedText() {}

  /** Whether a part that calls itself something else may be a text all the same. */
  static boolean mayBe(String type) {
    String kind = type.substring(0, type.indexOf('/') + 1).replace("/", "");
    return type.endsWith("+xml")
        || type.endsWith("+json")
        || !(OTHER_KINDS.contains(kind)
            || OTHER_TYPES.contains(type)
            || kind.equals("multipart")
            || kind.equals("message"));
  }

  /** Whether it does not even begin like a mail: with the name of a field. */
  static boolean isNoMail(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return !FIELD.matcher(beginning(in)).matches();
    }
  }

  static boolean isText(Content content) throws IOException {
    try (InputStream in = content.open()) {
      return isText(beginning(in));
    }
  }

  /** Whether the body begins like a text. */
  static boolean isText(Entity part) throws IOException {
    return isText(beginning(part));
  }

  private static boolean isText(String beginning) {
    boolean wide = beginning.startsWith("\u00ff\u00fe") || beginning.startsWith("\u00fe\u00ff");
    return wide
        || (!beginning.startsWith("%PDF")
            && beginning.chars().noneMatch(c -> c < ' ' && "\t\n\f\r\u001b".indexOf(c) < 0));
  }

  /** The first bytes, each as one character. */
  static String beginning(Entity part) throws IOException {
    try (InputStream in = part.decodedBody()) {
      return beginning(in);
    }
  }

  private static String beginning(InputStream in) throws IOException {
    return new String(in.readNBytes(LOOKED_AT), ISO_8859_1);
  }

  /** Whether the name of a file ends so, in upper or lower case. */
  static boolean endsIn(String name, String ending) {
    return name.strip().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
