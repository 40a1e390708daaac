package org.sealpost.verdicts;

import org.sealpost.trust.PlainText;

/** The Message-ID field (RFC 5322 §3.6.4), in which senders write what they like. */
public final class MessageId {
  private MessageId() {}

  /** One safe line without the angle brackets. */
  public static String plain(String value) {
    String line = PlainText.of(value);
    return line.length() > 1 && line.startsWith("<") && line.endsWith(">")
        ? line.substring(1, line.length() - 1)
        : line;
  }
}
