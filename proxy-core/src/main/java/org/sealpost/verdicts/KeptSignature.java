package org.sealpost.verdicts;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.JudgedSignature;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.Assessment;
import org.sealpost.trust.ObjectionName;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.VerdictWords;

/**
 * What was found of one signature.
 *
 * @param id of {@link SignatureCheck}
 * @param holds whether the mathematics do
 * @param objection why it is not valid, by the name that {@link ObjectionName} gives it
 * @param claimed the signing time that the signer claims
 * @param judgedAsOf the time as of which the certificates were judged
 * @param assessed when that was done, and revocation looked up
 * @param words the verdict in whole sentences
 * @param path from the signer's certificate to the anchor; empty where there is none
 */
public record KeptSignature(
    String id,
    boolean holds,
    VerdictKind verdict,
    Optional<String> objection,
    Optional<X509Certificate> signer,
    Optional<Instant> claimed,
    Instant judgedAsOf,
    Instant assessed,
    String digest,
    boolean weak,
    Phrase.Told words,
    List<KeptCertificate> path) {
  public KeptSignature {
    path = List.copyOf(path);
  }

  static KeptSignature of(JudgedSignature judged, Instant assessed) {
    SignatureCheck check = judged.signature();
    return of(check, judged.assessment(), assessed);
  }

  private static KeptSignature of(SignatureCheck check, Assessment assessment, Instant assessed) {
    Verdict verdict = assessment.verdict();
    return new KeptSignature(
        check.id(),
        check.outcome() instanceof SignatureCheck.Outcome.Holds,
        verdict.kind(),
        ObjectionName.of(verdict),
        check.signer(),
        check.signingTime(),
        assessment.judgedAt(),
        assessed,
        check.digest(),
        check.weak(),
        VerdictWords.sentence(verdict).told(),
        path(assessment));
  }

  private static List<KeptCertificate> path(Assessment assessment) {
    return IntStream.range(0, assessment.path().size())
        .mapToObj(
            i ->
                new KeptCertificate(
                    assessment.path().get(i),
                    i < assessment.revocation().size()
                        ? Optional.of(assessment.revocation().get(i))
                        : Optional.empty()))
        .toList();
  }

  /** As it is after another assessment. */
  KeptSignature with(Assessment assessment, Instant at) {
    return of(check(), assessment, at);
  }

  /** The signature as it can be assessed again. Its path's certificates are the helpers. */
  SignatureCheck check() {
    if (!holds) {
      throw new IllegalStateException("a signature that does not hold is not judged again");
    }
    List<X509Certificate> helpers = new ArrayList<>();
    path.stream().skip(1).map(KeptCertificate::certificate).forEach(helpers::add);
    return new SignatureCheck(
        signer,
        new SignatureCheck.Outcome.Holds(),
        claimed,
        digest,
        weak,
        id,
        Optional.empty(),
        helpers);
  }

  /** Whether an answer was missing that may come later and make it another. */
  public boolean isPending() {
    return holds && signer.isPresent() && path.stream().anyMatch(KeptCertificate::isPending);
  }
}
