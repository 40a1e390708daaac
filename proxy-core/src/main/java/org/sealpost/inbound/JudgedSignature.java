package org.sealpost.inbound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.Verdict;

/**
 * A signature with its verdict, and what that rests on.
 *
 * @param also what is to be said of the mail's sender beside the verdict's own words; may be empty
 */
public record JudgedSignature(SignatureCheck signature, Assessment assessment, Phrase also) {
  /** One of which nothing else is to be said. */
  public JudgedSignature(SignatureCheck signature, Assessment assessment) {
    this(signature, assessment, Phrase.none());
  }

  /** One of which nothing can be read. */
  static JudgedSignature unreadable(Phrase reason, Instant at) {
    SignatureCheck check =
        new SignatureCheck(
            Optional.empty(),
            new SignatureCheck.Outcome.Broken(reason),
            Optional.empty(),
            "",
            false,
            "",
            Optional.empty(),
            List.of());
    return new JudgedSignature(check, Assessment.of(new Verdict.Invalid(reason), at));
  }
}
