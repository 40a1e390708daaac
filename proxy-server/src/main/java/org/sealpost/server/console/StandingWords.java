package org.sealpost.server.console;

import java.security.cert.X509Certificate;
import java.util.Locale;
import org.sealpost.book.Standing;
import org.sealpost.failure.Words;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.VerdictWords;

/** Whether mail is encrypted to a certificate, and why or why not, in a sentence. */
final class StandingWords {
  private StandingWords() {}

  static String in(Locale language, Standing standing) {
    Words words = Words.beside(StandingWords.class, language);
    return switch (standing) {
      case Standing.Chosen() -> words.text("book.standing.chosen");
      case Standing.Unusable(PathProblem problem) ->
          Told.in(language, VerdictWords.problem(problem));
      case Standing.BehindOwnWord(X509Certificate chosen) ->
          words.text("book.standing.own-word", abbreviated(chosen));
      case Standing.OfDirectory() -> words.text("book.standing.of-directory");
      case Standing.BehindUntilAcknowledged(X509Certificate chosen) ->
          words.text("book.standing.unacknowledged", abbreviated(chosen));
      case Standing.Behind(X509Certificate chosen, Standing.Reason reason) ->
          words.text(
              switch (reason) {
                case ASKED_FOR -> "book.standing.asked-for";
                case NEWER -> "book.standing.newer";
                case STRONGER -> "book.standing.stronger";
                case ALIKE -> "book.standing.alike";
              },
              abbreviated(chosen));
    };
  }

  private static String abbreviated(X509Certificate certificate) {
    return Fingerprint.of(certificate).abbreviated();
  }
}
