package org.sealpost.server.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Reload;

/** What a command may ask of a running proxy (JSON-RPC 2.0). */
interface ControlService {
  /** A link that opens the console once, soon; empty where it is switched off. */
  @JsonRequest
  CompletableFuture<Link> console();

  /** Reads the configuration anew; done when that has come to something. */
  @JsonRequest
  CompletableFuture<Outcome> reload();

  /** What came of it the last time; {@code made} is false if there was none. */
  @JsonRequest
  CompletableFuture<Outcome> lastReload();

  /** A link; an empty text for none. */
  record Link(String url) {}

  /** A sentence in both languages. */
  record Sentence(String english, String chinese) {}

  /** As {@link org.sealpost.server.Reload} has it; the time in milliseconds since 1970. */
  record Outcome(
      boolean made, long at, boolean used, List<Sentence> problems, List<String> nextStart) {
    static Outcome of(Optional<Reload> last) {
      return last.map(Outcome::of)
          .orElseGet(() -> new Outcome(false, 0, false, List.of(), List.of()));
    }

    private static Outcome of(Reload reload) {
      return new Outcome(
          true,
          reload.at().toEpochMilli(),
          reload.used(),
          reload.problems().stream()
              .map(problem -> new Sentence(problem.english(), problem.in(Phrase.TAIWAN)))
              .toList(),
          reload.nextStart());
    }

    Optional<Reload> reload() {
      return made
          ? Optional.of(
              new Reload(
                  Instant.ofEpochMilli(at),
                  used,
                  problems.stream()
                      .<Phrase>map(each -> new Phrase.Told(each.english(), each.chinese()))
                      .toList(),
                  nextStart))
          : Optional.empty();
    }
  }
}
