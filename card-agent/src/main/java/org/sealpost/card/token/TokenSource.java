package org.sealpost.card.token;

import java.util.List;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;

/**
 * Where tokens come from: files that are configured, or the readers of a PKCS#11 module, in which
 * cards come and go. Safe for use by several threads; no method blocks on a card.
 */
public interface TokenSource extends AutoCloseable {
  /**
   * Begins to watch.
   *
   * @param changed is called after a token came or went; must return at once
   */
  void start(Runnable changed);

  /**
   * The tokens known so far, present or not, in a stable order. A token stays listed when it goes,
   * until it is forgotten. One that comes again is the same object, even if it was forgotten.
   */
  List<Token> tokens();

  /**
   * Lists a token that is not there no more until it comes again, and removes what is remembered of
   * it on disk. A file that is configured cannot be forgotten.
   *
   * @return whether there was such a token and it was not there
   * @throws CardException {@code TOKEN_FAILED} if what is on disk cannot be removed; nothing is
   *     forgotten then
   */
  default boolean forget(String id) throws CardException {
    return false;
  }

  /** How the modules behind the tokens are; empty for files. */
  List<ModuleReport> modules();

  /**
   * Whether what is behind the tokens has stopped answering for good, from which only another
   * process brings it back.
   */
  default boolean hangs() {
    return false;
  }

  /** Stops watching and ends every login. */
  @Override
  void close();
}
