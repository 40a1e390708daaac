package org.sealpost.server.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Reload;
import org.sealpost.server.control.ControlClient;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;

/** Whether the running proxy uses the configuration as the user has left it. */
final class ConfigurationCheck {
  private ConfigurationCheck() {}

  /** Nothing where no proxy runs, or where it was not told to read anything anew. */
  static List<Finding> of(Path controlSocket) throws InterruptedException {
    try {
      Optional<ControlClient> proxy = ControlClient.connect(controlSocket);
      if (proxy.isEmpty()) {
        return List.of();
      }
      try (ControlClient client = proxy.get()) {
        return client.lastReload().map(ConfigurationCheck::of).orElse(List.of());
      }
    } catch (IOException e) {
      // Another user's, or one of before this was asked: what listens tells of that.
      return List.of();
    }
  }

  static List<Finding> of(Reload last) {
    if (!last.used()) {
      return List.of(
          warning(
              Doctor.WORDS.phrase("configuration.refused", new Phrase.Sentences(last.problems())),
              Doctor.WORDS.phrase("configuration.refused.mend")));
    }
    if (!last.problems().isEmpty()) {
      return List.of(
          warning(
              new Phrase.Sentences(last.problems()),
              Doctor.WORDS.phrase("configuration.next-start.mend")));
    }
    return last.nextStart().isEmpty()
        ? List.of()
        : List.of(
            warning(
                Doctor.WORDS.phrase(
                    "configuration.next-start", String.join(", ", last.nextStart())),
                Doctor.WORDS.phrase("configuration.next-start.mend")));
  }

  private static Finding warning(Phrase detail, Phrase mend) {
    return new Finding(Check.CONFIGURATION, "", State.WARNING, detail, mend);
  }
}
