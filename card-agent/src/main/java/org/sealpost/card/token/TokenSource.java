package org.sealpost.card.token;

import java.util.List;
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
   * The tokens known so far, present or not, in a stable order. A token stays listed, and stays the
   * same object, when it goes.
   */
  List<Token> tokens();

  /** How the modules behind the tokens are; empty for files. */
  List<ModuleReport> modules();

  /** Stops watching and ends every login. */
  @Override
  void close();
}
