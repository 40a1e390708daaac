package org.sealpost.card.agent;

import java.util.List;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.token.Token;
import org.sealpost.card.token.TokenSource;

/** Tokens that are known from the start. */
record FixedTokens(List<Token> tokens) implements TokenSource {
  @Override
  public void start(Runnable changed) {
    // Nothing comes or goes unseen.
  }

  @Override
  public List<ModuleReport> modules() {
    return List.of();
  }

  @Override
  public void close() {
    tokens.forEach(Token::logout);
  }
}
