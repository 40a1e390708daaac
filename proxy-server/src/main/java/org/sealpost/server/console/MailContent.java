package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.mime.Entity;
import org.sealpost.mime.HeaderField;
import org.sealpost.trust.PlainText;

/**
 * What of a mail can be shown: its texts as text, and what is attached. HTML is never shown as
 * such.
 *
 * @param cut whether some of it is left out
 */
record MailContent(
    List<Field> fields, List<Text> texts, List<Attachment> attachments, boolean cut) {
  /** In characters. */
  static final int LONGEST_TEXT = 100_000;

  /** In bytes, of each part. */
  private static final int LONGEST_READ = 1 << 19;

  private static final int MOST_TEXTS = 20;
  private static final int MOST_ATTACHMENTS = 200;
  private static final List<String> SHOWN = List.of("From", "To", "Cc", "Subject", "Date");

  /** A header field; the key of its name is {@code opened.field.} and the name in lower case. */
  record Field(String key, String value) {}

  /**
   * @param fromHtml whether it was taken out of HTML
   */
  record Text(String text, boolean fromHtml) {}

  /**
   * @param part its number, by which {@link #part} finds it
   * @param size in bytes, about
   */
  record Attachment(int part, String name, String type, long size) {}

  static MailContent of(Entity mail) throws IOException {
    Reader reader = new Reader();
    reader.read(mail);
    return new MailContent(fields(mail), reader.texts, reader.attachments, reader.cut);
  }

  private static List<Field> fields(Entity mail) {
    List<Field> fields = new ArrayList<>();
    for (String name : SHOWN) {
      String value =
          String.join(
              ", ", mail.header().all(name).stream().map(HeaderField::decodedValue).toList());
      if (!value.isBlank()) {
        fields.add(new Field("opened.field." + name.toLowerCase(Locale.ROOT), PlainText.of(value)));
      }
    }
    return fields;
  }

  /** The part with this number: parts that hold no others are counted from 0. */
  static Optional<Entity> part(Entity mail, int number) {
    List<Entity> leaves = new ArrayList<>();
    collect(mail, leaves, number + 1);
    return number >= 0 && number < leaves.size()
        ? Optional.of(leaves.get(number))
        : Optional.empty();
  }

  private static void collect(Entity entity, List<Entity> leaves, int most) {
    if (leaves.size() >= most) {
      return;
    }
    if (entity.parts().isEmpty()) {
      leaves.add(entity);
    }
    entity.parts().forEach(part -> collect(part, leaves, most));
  }

  static String name(Entity part, int number) {
    String otherwise = part.mediaType().equals("message/rfc822") ? ".eml" : ".bin";
    return FileNames.safe(part.fileName().orElse(""), "part-" + (number + 1) + otherwise);
  }

  private static final class Reader {
    private final List<Text> texts = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private int room = LONGEST_TEXT;
    private int leaves;
    private boolean cut;

    void read(Entity entity) throws IOException {
      if (entity.parts().isEmpty()) {
        leaf(entity);
        return;
      }
      boolean plainBefore = false;
      boolean alternative = entity.mediaType().equals("multipart/alternative");
      boolean hasPlain = alternative && entity.parts().stream().anyMatch(Reader::isPlain);
      for (Entity part : entity.parts()) {
        // Of several forms of one text the plain one is shown, once.
        if (alternative && isText(part) && (plainBefore || (hasPlain && !isPlain(part)))) {
          leaves++;
          continue;
        }
        plainBefore |= isPlain(part);
        read(part);
      }
    }

    private void leaf(Entity entity) throws IOException {
      int number = leaves++;
      if (isText(entity) && texts.size() < MOST_TEXTS) {
        text(entity);
      } else if (attachments.size() < MOST_ATTACHMENTS) {
        attachments.add(
            new Attachment(
                number, name(entity, number), PlainText.of(entity.mediaType()), size(entity)));
      } else {
        cut = true;
      }
    }

    private void text(Entity entity) throws IOException {
      byte[] bytes;
      try (InputStream in = entity.decodedBody()) {
        bytes = in.readNBytes(LONGEST_READ);
        cut |= bytes.length == LONGEST_READ;
      }
      boolean html = !isPlain(entity);
      String text = decoded(bytes, entity.typeParameter("charset").orElse(""));
      String shown = harmless(html ? HtmlText.of(text) : text.replace("\r\n", "\n"));
      cut |= shown.length() > room;
      shown = shown.substring(0, Math.min(room, shown.length()));
      room -= shown.length();
      if (!shown.isBlank()) {
        texts.add(new Text(shown, html));
      }
    }

    private static boolean isPlain(Entity entity) {
      return isText(entity) && entity.mediaType().equals("text/plain");
    }

    private static boolean isText(Entity entity) {
      boolean text =
          entity.mediaType().equals("text/plain") || entity.mediaType().equals("text/html");
      return text && entity.parts().isEmpty() && entity.fileName().isEmpty() && !isAttached(entity);
    }

    private static boolean isAttached(Entity entity) {
      return entity
          .header()
          .first("Content-Disposition")
          .filter(field -> field.value().toLowerCase(Locale.ROOT).startsWith("attachment"))
          .isPresent();
    }

    private static long size(Entity entity) {
      long size = entity.body().size();
      return entity.transferEncoding().equals("base64") ? size * 57 / 78 : size;
    }
  }

  private static String decoded(byte[] bytes, String charset) {
    try {
      return new String(bytes, Charset.forName(charset));
    } catch (IllegalArgumentException e) {
      return utf8OrLatin1(bytes);
    }
  }

  private static String utf8OrLatin1(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** Without controls, and without what makes text read in another order than it stands. */
  private static String harmless(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", "")
        .replaceAll("[\\u202A-\\u202E\\u2066-\\u2069]", "");
  }
}
