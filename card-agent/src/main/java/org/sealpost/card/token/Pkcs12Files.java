package org.sealpost.card.token;

import java.nio.file.Path;
import java.util.List;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.ModuleReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PKCS#12 files that are configured. Each token looks after its own file. */
public final class Pkcs12Files implements TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(Pkcs12Files.class);

  private final List<Token> tokens;

  /** The files need not exist yet. */
  public Pkcs12Files(List<Path> files) {
    this.tokens = files.stream().map(file -> (Token) new Pkcs12Token(file)).toList();
  }

  @Override
  public void start(Runnable changed) {
    // A file is looked at whenever its token is asked; a slip in the configuration is told here,
    // and not when the first mail needs the card.
    tokens.forEach(Pkcs12Files::warnIfOfNoUse);
  }

  private static void warnIfOfNoUse(Token token) {
    try {
      token.checkBeforeLogin();
    } catch (CardException e) {
      LOG.warn(e.getMessage());
    }
  }

  @Override
  public List<Token> tokens() {
    return tokens;
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
