package org.sealpost.server.pop3;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.session.UpstreamTrouble;

/** Says of one real server what is the matter with it once it is spoken to. Immutable. */
record UpstreamWords(Phrase server) {
  private static final Words WORDS = Words.beside(UpstreamWords.class);

  static UpstreamWords of(Upstream upstream) {
    return new UpstreamWords(
        WORDS.phrase("server", upstream.host(), Integer.toString(upstream.port())));
  }

  UpstreamFailure say(String key) {
    return new UpstreamFailure(WORDS.phrase(key, server));
  }

  UpstreamFailure say(String key, String detail) {
    return new UpstreamFailure(WORDS.phrase(key, server, AsciiText.of(detail)));
  }

  /** Why a connection is of no more use. */
  UpstreamFailure lost(IOException cause) {
    String key = cause instanceof SocketTimeoutException ? "upstream.stalled" : "upstream.lost";
    return new UpstreamFailure(WORDS.phrase(key, server), cause);
  }

  /** Why the server cannot be had. */
  static UpstreamFailure say(UpstreamTrouble trouble, IOException cause) {
    return new UpstreamFailure(trouble.words(), cause);
  }
}
