package org.sealpost.server.events;

import org.sealpost.book.Change;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.journal.SentMail;
import org.sealpost.verdicts.KeptMail;

/** Something that happened in a running proxy, and that the user may want to see. Immutable. */
public sealed interface Event {
  /** A card came, went, was locked or unlocked, or failed; this is its state afterwards. */
  record Card(TokenInfo token) implements Event {}

  /** A mail client was told that its mail was sent, or that it was refused. */
  record Sent(SentMail mail) implements Event {}

  /** A mail was opened and judged. */
  record Opened(JudgedMail mail) implements Event {}

  /** The verdict on a mail was completed, or looked at again in vain, after it was opened. */
  record JudgedAgain(KeptMail mail) implements Event {}

  /**
   * A mail stays on the server since it cannot be opened now: there is no card, or no PIN.
   *
   * @param account its address
   * @param reason what to do, as the mail client was told
   */
  record KeptBack(String account, Phrase reason) implements Event {}

  /** A correspondent's certificate took the place of another, or stands beside it. */
  record CertificateChanged(Change change) implements Event {}
}
