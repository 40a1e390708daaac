package org.sealpost.inbound;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.MimeException;
import org.sealpost.smime.SmimeKind;
import org.sealpost.trust.Verdict;

/** A mail whose structure passes the limits: only its header is looked at. */
final class UnreadableMail {
  private static final int LARGEST_HEADER = 1 << 20;
  private static final Words WORDS = Words.beside(UnreadableMail.class);

  private UnreadableMail() {}

  static Header header(Content mail) throws IOException, Failure {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(mail.open())) {
      int lineLength = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        header.write(b);
        if (header.size() > LARGEST_HEADER) {
          throw Failure.of(554, "5.6.0", WORDS.text("header-too-large"));
        }
        if (b == '\n' && lineLength == 0) {
          break;
        }
        lineLength = b == '\n' ? 0 : b == '\r' ? lineLength : lineLength + 1;
      }
    }
    return Header.parse(header.toByteArray());
  }

  /** A signature that such a mail announces cannot be checked; a mail without S/MIME has none. */
  static Judgement judgement(Header header, MimeException cause) throws IOException {
    if (!isSigned(header)) {
      return new Judgement(new Verdict.Unsigned(), List.of(), Optional.empty(), List.of());
    }
    String reason = WORDS.text("damaged", cause.getMessage());
    SignatureFinding finding = new SignatureFinding(new Verdict.Invalid(reason), "", reason);
    return new Judgement(finding.verdict(), List.of(finding), Optional.of(finding), List.of());
  }

  private static boolean isSigned(Header header) throws IOException {
    try {
      SmimeKind kind = SmimeKind.of(SmimeMarkers.described(header));
      return kind == SmimeKind.MULTIPART_SIGNED || kind == SmimeKind.SIGNED_DATA;
    } catch (MimeException e) {
      return false;
    }
  }
}
