package org.sealpost.inbound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.Verdict;

/** A signature with its verdict, and what that rests on. */
public record JudgedSignature(SignatureCheck signature, Assessment assessment) {
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
