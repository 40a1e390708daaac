package org.sealpost.server;

import java.time.Instant;
import java.util.List;
import org.sealpost.failure.Phrase;

/**
 * What came of a running proxy's reading its configuration anew. Immutable.
 *
 * @param used whether it is used; if not, the one before it is kept as it was
 * @param problems why it is not used, and what to do; where it is used, what did not go well of it
 * @param nextStart the settings that were changed and count only after the next start
 */
public record Reload(Instant at, boolean used, List<Phrase> problems, List<String> nextStart) {
  public Reload {
    problems = List.copyOf(problems);
    nextStart = List.copyOf(nextStart);
  }
}
