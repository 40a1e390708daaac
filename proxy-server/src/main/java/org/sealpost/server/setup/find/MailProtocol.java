package org.sealpost.server.setup.find;

/** What a mail server is for. */
public enum MailProtocol {
  /** Sending (RFC 6409). */
  SMTP,
  /** Fetching (RFC 1939). */
  POP3
}
