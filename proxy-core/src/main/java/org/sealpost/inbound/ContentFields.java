package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import org.sealpost.mime.Header;
import org.sealpost.mime.MimeLimits;

/** Keeps the fields that describe the content, of which there may be too many. For one thread. */
final class ContentFields {
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
  private boolean cut;

  void keep(byte[] field) {
    if (fields.size() + field.length > MimeLimits.LONGEST_HEADER) {
      cut = true;
      return;
    }
    fields.writeBytes(field);
    if (field[field.length - 1] != '\n') {
      fields.writeBytes(CRLF);
    }
  }

  /** Of the next field only the beginning is kept. */
  void keepBeginning(byte[] field) {
    keep(field);
    cut = true;
  }

  Header header() {
    return Header.parse(fields.toByteArray());
  }

  /** Whether there were more, or longer ones. */
  boolean isCut() {
    return cut;
  }
}
