package org.sealpost.unmark;

import java.util.Optional;
import org.sealpost.mime.Content;
import org.sealpost.mime.Spool;

/**
 * A mail without our marks.
 *
 * @param mail the mail; readable until this is closed
 * @param copy what holds it, if it is not the one that came
 */
public record Unmarked(Content mail, Optional<Spool> copy) implements AutoCloseable {
  /** A mail in which no mark was. */
  public static Unmarked asItCame(Content mail) {
    return new Unmarked(mail, Optional.empty());
  }

  /** Forgets the copy; the mail that came is its owner's. Idempotent. */
  @Override
  public void close() {
    copy.ifPresent(Spool::close);
  }
}
