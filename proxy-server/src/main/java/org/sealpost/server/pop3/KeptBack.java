package org.sealpost.server.pop3;

import org.sealpost.failure.Phrase;

/** Hears of mails that stay on the server. Must be quick, thread-safe, and not fail. */
@FunctionalInterface
public interface KeptBack {
  /**
   * A mail cannot be opened now, since the card or its PIN is missing.
   *
   * @param account its address
   * @param reason as the mail client is told
   */
  void told(String account, Phrase reason);
}
