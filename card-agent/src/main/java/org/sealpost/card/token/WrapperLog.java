package org.sealpost.card.token;

import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.Logger;

/**
 * The wrapper's log, one level lower than it says: what it takes for news is detail here. Its trace
 * is never on, since it would read objects from the card, and show them.
 */
final class WrapperLog implements Logger {
  private final org.slf4j.Logger log = LoggerFactory.getLogger("org.xipki.pkcs11.wrapper");

  @Override
  public void info(String format, Object... arguments) {
    log.debug(format, arguments);
  }

  @Override
  public void warn(String format, Object... arguments) {
    log.info(format, arguments);
  }

  @Override
  public void error(String format, Object... arguments) {
    log.warn(format, arguments);
  }

  @Override
  public void debug(String format, Object... arguments) {
    log.trace(format, arguments);
  }

  @Override
  public void trace(String format, Object... arguments) {
    // Never on.
  }

  @Override
  public boolean isDebugEnabled() {
    return log.isTraceEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return log.isDebugEnabled();
  }

  @Override
  public boolean isWarnEnabled() {
    return log.isInfoEnabled();
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }
}
