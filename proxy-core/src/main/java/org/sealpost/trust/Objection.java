package org.sealpost.trust;

import org.sealpost.failure.Phrase;

/** Why a signature whose mathematics are not false counts for nothing. */
public sealed interface Objection permits PathProblem, Objection.NoCertificate, Objection.Untold {
  /** The signer's certificate is not in the mail. */
  record NoCertificate() implements Objection {}

  /** The mathematics cannot be told. */
  record Untold(Phrase reason) implements Objection {}
}
