package org.sealpost.store;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/**
 * What a failing store says, for the log and for people. It names tables and columns and no value
 * of theirs, so no address of anybody; what Jdbi's own messages say of a statement quotes them.
 */
public final class StoreTrouble {
  private StoreTrouble() {}

  /** One of the store's or Jdbi's exceptions, or another that came up meanwhile, in one line. */
  public static String of(Exception e) {
    Throwable told = e;
    while (told instanceof JdbiException && told.getCause() != null) {
      told = told.getCause();
    }
    return switch (told) {
      case StoreException words -> words.getMessage();
      case SQLException words -> words.getMessage();
      case JdbiException wordy -> wordy.getClass().getSimpleName();
      default -> told.toString();
    };
  }
}
