package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.sealpost.failure.Phrase;

/** What a directory says. */
public sealed interface Answer {
  /**
   * It has answered.
   *
   * @param certificates unchecked, those of CAs among them; empty if it has none for this address
   * @param timeToLive how long that may be repeated without asking again
   */
  record Told(List<X509Certificate> certificates, Duration timeToLive) implements Answer {
    public Told {
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * It could not be asked, or its answer is not to be relied upon, so that nothing is known.
   *
   * @param reason words to stand after the directory's name, without a full stop
   */
  record Failed(Phrase reason) implements Answer {
    /** With a reason that is the same in all languages. */
    public Failed(String reason) {
      this(Phrase.verbatim(reason));
    }
  }
}
