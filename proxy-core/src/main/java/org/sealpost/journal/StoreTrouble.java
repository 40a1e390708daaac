package org.sealpost.journal;

import org.jdbi.v3.core.JdbiException;

/** What a failing store says, for the log. */
final class StoreTrouble {
  private StoreTrouble() {}

  /** Jdbi's own message quotes the statement's arguments, recipients among them. */
  static String of(Exception e) {
    Throwable told = e instanceof JdbiException && e.getCause() != null ? e.getCause() : e;
    return told.toString();
  }
}
