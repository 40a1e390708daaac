package org.sealpost.server.account;

import org.sealpost.failure.Phrase;

/** Which account a client means by the name with which it logs in. */
public sealed interface AccountChoice {
  /** This one: its real server, and no other, may see how the client logs in. */
  record Meant(MailAccount account) implements AccountChoice {}

  /**
   * None that is known.
   *
   * @param reason in words, with what to do about it
   */
  record NoneMeant(Phrase reason) implements AccountChoice {}
}
