package org.sealpost.card.api;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A token as it is now.
 *
 * @param id stable over restarts: a card's serial number, or for a PKCS#12 file a name made from
 *     its path
 * @param label what the user knows it by
 * @param reader the reader's name, or the file's path
 * @param triesLeft PIN tries left, where the token tells
 * @param certificatesKnown false while the certificates can be read only after an unlock (a PKCS#12
 *     file that encrypts them), or if the token was never there; {@code certificates} is then empty
 * @param certificates those that have a private key on the token
 * @param problem if it has {@link TokenState#FAILED}, why and what to do, in English sentences;
 *     otherwise empty
 * @param problemInChinese the same in Traditional Chinese; empty from an agent that gives none
 */
public record TokenInfo(
    String id,
    String label,
    String reader,
    TokenState state,
    OptionalInt triesLeft,
    boolean certificatesKnown,
    List<CardCertificate> certificates,
    String problem,
    String problemInChinese) {
  /** A token that has not failed. */
  public TokenInfo(
      String id,
      String label,
      String reader,
      TokenState state,
      OptionalInt triesLeft,
      boolean certificatesKnown,
      List<CardCertificate> certificates) {
    this(id, label, reader, state, triesLeft, certificatesKnown, certificates, Told.NOTHING);
  }

  /** With its problem in both languages. */
  public TokenInfo(
      String id,
      String label,
      String reader,
      TokenState state,
      OptionalInt triesLeft,
      boolean certificatesKnown,
      List<CardCertificate> certificates,
      Told problem) {
    this(
        id,
        label,
        reader,
        state,
        triesLeft,
        certificatesKnown,
        certificates,
        problem.english(),
        problem.chinese());
  }

  public TokenInfo {
    certificates = List.copyOf(certificates);
    problemInChinese = Objects.requireNonNullElse(problemInChinese, "");
  }

  /** The problem in both languages. */
  public Told toldProblem() {
    return new Told(problem, problemInChinese);
  }

  /** The problem in this language, English where it is not Traditional Chinese. */
  public String problem(Locale locale) {
    return toldProblem().in(locale);
  }
}
