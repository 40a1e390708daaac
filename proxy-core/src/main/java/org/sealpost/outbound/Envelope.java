package org.sealpost.outbound;

import java.util.List;

/**
 * An SMTP envelope.
 *
 * @param sender MAIL's address, empty for the null reverse-path
 * @param recipients RCPT's addresses in order
 */
public record Envelope(String sender, List<String> recipients) {
  public Envelope {
    recipients = List.copyOf(recipients);
  }
}
