package org.sealpost.verdicts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a mail is called in the log: the first twelve hexadecimal digits of the SHA-256 of its
 * Message-ID without angle brackets. Who has the mail finds its lines, and who has the log alone
 * learns nothing of the mail: a Message-ID names its sender's domain, and some clients write the
 * sender into it.
 */
public final class MailId {
  private static final Logger LOG = LoggerFactory.getLogger(MailId.class);
  private static final int BYTES = 6;

  /** Where the Message-ID is looked for. */
  private static final long HEADER_START = 64 * 1024;

  private MailId() {}

  /** The Message-ID of a mail without angle brackets; empty if it has none. */
  public static String messageId(Content mail) {
    try (InputStream start = mail.open(0, Math.min(mail.size(), HEADER_START))) {
      return Header.parse(start.readAllBytes())
          .first("Message-ID")
          .map(field -> MessageId.plain(field.value()))
          .orElse("");
    } catch (IOException e) {
      LOG.debug("the Message-ID cannot be read", e);
      return "";
    }
  }

  /**
   * The name.
   *
   * @param messageId with or without angle brackets
   * @return "-" where it is empty
   */
  public static String of(String messageId) {
    String plain = MessageId.plain(messageId);
    if (plain.isEmpty()) {
      return "-";
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
