package org.sealpost.inbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.MimeException;

/**
 * Whether a mail with this header may be S/MIME. It errs on the side of yes, which costs a look
 * into the mail; {@link org.sealpost.smime.SmimeKind} then decides. Pure.
 */
final class SmimeMarkers {
  /**
   * Types, parameters and file names of RFC 8551 §3.2; octet-stream is what gateways make of them.
   */
  private static final Pattern MARKER =
      Pattern.compile("multipart/signed|pkcs|smime|octet-stream|\\.p7");

  private static final String CONTENT = "content-";

  private SmimeMarkers() {}

  static boolean in(Header header) {
    return header.fields().stream().anyMatch(SmimeMarkers::written) || decoded(header);
  }

  /** Looks at the text of every Content field, whatever its syntax. */
  private static boolean written(HeaderField field) {
    if (!describesContent(field)) {
      return false;
    }
    String text = field.decodedValue().toLowerCase(Locale.ROOT);
    return MARKER.matcher(text.replaceAll("\\([^()]*\\)|[\\s\"\\\\]", "")).find();
  }

  /**
   * Looks at type and name as a MIME reader has them, which may be written in pieces (RFC 2231).
   */
  private static boolean decoded(Header header) {
    try {
      Entity entity = described(header);
      return found(Optional.of(entity.mediaType()))
          || found(entity.fileName())
          || found(entity.typeParameter("name"))
          || entity.typeParameter("smime-type").isPresent();
    } catch (MimeException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An entity without a body that has only the Content fields: the others may pass the limits. */
  static Entity described(Header header) throws IOException, MimeException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    header.without(field -> !describesContent(field)).writeTo(bytes);
    return Entity.parse(Content.of(bytes.toByteArray()));
  }

  static boolean describesContent(HeaderField field) {
    return field.name().regionMatches(true, 0, CONTENT, 0, CONTENT.length());
  }

  private static boolean found(Optional<String> text) {
    return text.filter(it -> MARKER.matcher(it.toLowerCase(Locale.ROOT)).find()).isPresent();
  }
}
