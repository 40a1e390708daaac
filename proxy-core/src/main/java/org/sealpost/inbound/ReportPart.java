package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.HeaderInput;

/**
 * A report as the last part of a mail. Whatever the mail is, it becomes the first part of a new
 * multipart/mixed (RFC 2046 §5.1.3), its body as it stands: a multipart that is there already is
 * not opened up, since its bytes may be what another signature is over, and since the end of one
 * that is damaged cannot be told. Nothing of the mail is copied.
 *
 * @param fileName under which a mail client offers it
 */
record ReportPart(String fileName, byte[] html) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BOUNDARY_BYTES = 20;
  private static final int LINE = 76;
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);

  /** Beside the mail's body, which stays what the mail shows. */
  Content besideBody(Content mail) throws IOException {
    Header header = header(mail);
    return mixed(header, header.without(field -> !isContent(field)), body(mail), carriage(header));
  }

  /**
   * Beside the whole mail, enclosed as it came (message/rfc822): for one that is not opened. A
   * signed or encrypted body counts as such only where it is a whole mail's, so a client, or this
   * program with another card, can still verify or decrypt what is enclosed.
   *
   * @param marked the mail with marks, for the header that is to be seen
   * @param original the mail without them
   */
  Content besideMail(Content marked, Content original) throws IOException {
    Header header = header(marked);
    List<HeaderField> part = new ArrayList<>();
    part.add(HeaderField.of("Content-Type", "message/rfc822"));
    part.add(HeaderField.of("Content-Disposition", "inline"));
    carriage(header).ifPresent(part::add);
    return mixed(header, Header.of(part), original, carriage(header));
  }

  private Content mixed(Header header, Header first, Content body, Optional<HeaderField> carriage)
      throws IOException {
    String boundary = boundary();
    List<HeaderField> outer =
        new ArrayList<>(
            header.without(field -> isContent(field) || field.is("MIME-Version")).fields());
    outer.add(HeaderField.of("MIME-Version", "1.0"));
    outer.add(HeaderField.of("Content-Type", "multipart/mixed; boundary=\"" + boundary + "\""));
    carriage.ifPresent(outer::add);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    Header.of(outer).writeTo(before);
    before.write(("\r\n--" + boundary + "\r\n").getBytes(US_ASCII));
    first.writeTo(before);
    before.write(CRLF);
    ByteArrayOutputStream after = new ByteArrayOutputStream();
    after.write(("\r\n--" + boundary + "\r\n").getBytes(US_ASCII));
    part().writeTo(after);
    after.write(CRLF);
    after.write(Base64.getMimeEncoder(LINE, CRLF).encode(html));
    after.write(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII));
    return new JoinedContent(
        List.of(Content.of(before.toByteArray()), body, Content.of(after.toByteArray())));
  }

  private Header part() {
    return Header.of(
        List.of(
            HeaderField.of(
                "Content-Type", "text/html; charset=utf-8; name=\"sealpost-report.html\""),
            HeaderField.of("Content-Disposition", "attachment; " + fileNameParameter()),
            HeaderField.of("Content-Transfer-Encoding", "base64")));
  }

  /** RFC 2231 §4 where it is not ASCII. */
  private String fileNameParameter() {
    if (fileName.chars().allMatch(c -> c > ' ' && c < 127)) {
      return "filename=\"" + fileName + "\"";
    }
    StringBuilder value = new StringBuilder("filename*=utf-8''");
    for (byte b : fileName.getBytes(UTF_8)) {
      boolean plain = b == '.' || b == '-' || (b < 127 && Character.isLetterOrDigit(b));
      value.append(
          plain ? String.valueOf((char) b) : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
    }
    return value.toString();
  }

  /** RFC 2045 §6.4: what encloses something of 8 bits must say so. */
  private static Optional<HeaderField> carriage(Header header) {
    return header
        .first("Content-Transfer-Encoding")
        .map(field -> field.value().toLowerCase(Locale.ROOT))
        .filter(value -> value.equals("8bit") || value.equals("binary"))
        .map(value -> HeaderField.of("Content-Transfer-Encoding", value));
  }

  /** Nobody can know it beforehand; "=_" is in no encoded body (RFC 2045 §6.7). */
  private static String boundary() {
    byte[] random = new byte[BOUNDARY_BYTES];
    RANDOM.nextBytes(random);
    return "=_" + HexFormat.of().formatHex(random);
  }

  private static Header header(Content mail) throws IOException {
    return Header.parse(headerBytes(mail));
  }

  private static byte[] headerBytes(Content mail) throws IOException {
    try (InputStream in = mail.open()) {
      return new HeaderInput(in).readAllBytes();
    }
  }

  /** What follows the empty line. */
  private static Content body(Content mail) throws IOException {
    long start = headerBytes(mail).length;
    try (InputStream in = mail.open(start, Math.min(2, mail.size() - start))) {
      int first = in.read();
      start += first < 0 ? 0 : first == '\n' ? 1 : 2;
    }
    return mail.slice(start, mail.size() - start);
  }

  private static boolean isContent(HeaderField field) {
    return field.name().toLowerCase(Locale.ROOT).startsWith("content-");
  }
}
