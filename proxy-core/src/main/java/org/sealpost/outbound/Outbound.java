package org.sealpost.outbound;

import java.io.IOException;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;

/** Turns a mail from the client into what the real server gets. Thread-safe. */
public interface Outbound {
  /**
   * Plans the mail and makes sure that the card is ready: every failure that can be known before
   * the first byte goes upstream is thrown here.
   *
   * @param mail as the client sent it, dots unstuffed; it must stay open while deliveries are
   *     written
   * @return to be closed when they are
   */
  Prepared prepare(Account account, Envelope envelope, Content mail) throws IOException, Failure;

  /**
   * Tells that a mail to this recipient is coming, so that looking for a certificate can begin
   * where the mail may come to be encrypted without asking for it. Returns at once and never fails.
   */
  default void expect(Account account, String recipient) {}
}
