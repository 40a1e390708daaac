package org.sealpost.server.pop3;

import java.io.IOException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;

/**
 * The real server cannot be had, or not any more. It is temporary: the mails are still there. The
 * words are safe for the client when they are one line ({@link Words#line}).
 */
final class UpstreamFailure extends IOException implements Telling {
  private static final long serialVersionUID = 1L;

  private final transient Phrase words;

  UpstreamFailure(Phrase words) {
    this(words, null);
  }

  UpstreamFailure(Phrase words, Throwable cause) {
    super(Words.ascii(words.english()), cause);
    this.words = words;
  }

  @Override
  public Phrase words() {
    return words;
  }
}
