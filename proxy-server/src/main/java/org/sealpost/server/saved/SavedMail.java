package org.sealpost.server.saved;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/**
 * A mail in a file, as other programs save it, made into one as it travels: lines ending in CRLF,
 * no mbox line. A bare CMS object (RFC 5652; DER, BER, PEM or base64), as an attachment {@code
 * smime.p7m} is saved, gets the header of a mail that holds nothing else.
 */
public final class SavedMail {
  private static final int HEAD = 4096;

  private static final byte[] CRLF = {'\r', '\n'};

  private static final String CMS_HEADER =
      """
      MIME-Version: 1.0\r
      Content-Type: application/pkcs7-mime; name="smime.p7m"\r
      Content-Transfer-Encoding: base64\r
      \r
      """;

  /** RFC 5322 section 2.2; blanks before the colon as in its obsolete syntax. */
  private static final Pattern FIELD = Pattern.compile("[!-9;-~]+[ \\t]*:.*");

  private static final Pattern PEM = Pattern.compile("-----BEGIN (PKCS7|PKCS #7[A-Z ]*|CMS)-----");

  private static final Pattern BASE64 = Pattern.compile("MI[A-Za-z0-9+/]+={0,2}");

  private SavedMail() {}

  /** What begins neither with a header field nor with a CMS object. */
  public static final class NotAMailException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads a file into a spool, which the caller closes.
   *
   * @throws NotAMailException if it is no mail
   */
  public static Spool read(InputStream file, SpoolFactory spools)
      throws IOException, NotAMailException {
    Spool spool = spools.create();
    try (InputStream in = new BufferedInputStream(file, 1 << 16);
        OutputStream out = spool.out()) {
      copy(in, out);
      return spool;
    } catch (IOException | NotAMailException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException, NotAMailException {
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    String first = firstLine(head);
    if (isDer(head)) {
      out.write(CMS_HEADER.getBytes(StandardCharsets.US_ASCII));
      encode(in, out);
    } else if (PEM.matcher(first).matches()) {
      readLine(in);
      out.write(CMS_HEADER.getBytes(StandardCharsets.US_ASCII));
      copyBase64(in, out);
    } else if (BASE64.matcher(first).matches()) {
      out.write(CMS_HEADER.getBytes(StandardCharsets.US_ASCII));
      copyBase64(in, out);
    } else if (first.startsWith("From ")) {
      readLine(in);
      copyLines(in, out, endsInLf(head));
    } else if (FIELD.matcher(first).matches()) {
      copyLines(in, out, endsInLf(head));
    } else {
      throw new NotAMailException();
    }
  }

  /** A SEQUENCE of a length that no mail's first header field looks like. */
  private static boolean isDer(byte[] head) {
    return head.length > 2 && head[0] == 0x30 && head[1] < 0;
  }

  private static String firstLine(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    return (end < 0 ? text : text.substring(0, end)).stripTrailing();
  }

  private static boolean endsInLf(byte[] head) {
    for (int i = 0; i < head.length; i++) {
      if (head[i] == '\n') {
        return i == 0 || head[i - 1] != '\r';
      }
    }
    return false;
  }

  private static void encode(InputStream in, OutputStream out) throws IOException {
    OutputStream open =
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
          }

          @Override
          public void close() {
            // The spool's stream stays open: the last line's end follows.
          }
        };
    try (OutputStream encoder = Base64.getMimeEncoder().wrap(open)) {
      in.transferTo(encoder);
    }
    out.write(CRLF);
  }

  private static void copyBase64(InputStream in, OutputStream out) throws IOException {
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      String text = line.strip();
      if (text.startsWith("-----")) {
        return;
      }
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.write(CRLF);
    }
  }

  /** The next line with its end; empty at the end of the file. */
  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      line.write(c);
      if (c == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** A file whose first line ends in LF alone has lost its CRs in being saved. */
  private static void copyLines(InputStream in, OutputStream out, boolean addCr)
      throws IOException {
    if (!addCr) {
      in.transferTo(out);
      return;
    }
    int previous = -1;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n' && previous != '\r') {
        out.write('\r');
      }
      out.write(c);
      previous = c;
    }
  }
}
