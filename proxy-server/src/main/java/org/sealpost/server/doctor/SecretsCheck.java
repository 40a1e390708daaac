package org.sealpost.server.doctor;

import java.nio.file.Path;
import java.util.List;
import org.sealpost.failure.Phrase;
import org.sealpost.server.ConfigurationFiles;
import org.sealpost.server.ExposedSecrets;
import org.sealpost.server.SettingsException;
import org.sealpost.server.doctor.Finding.Check;
import org.sealpost.server.doctor.Finding.State;

/** Whether what is secret in the configuration is kept from the machine's other users. */
final class SecretsCheck {
  private SecretsCheck() {}

  static List<Finding> of(ConfigurationFiles configuration) {
    try {
      ExposedSecrets exposed = ExposedSecrets.in(configuration);
      return exposed.files().isEmpty()
          ? List.of(Finding.ok(Check.SECRETS, "", Doctor.WORDS.phrase("secrets.ok")))
          : exposed.files().entrySet().stream()
              .map(it -> warning(it.getKey(), it.getValue()))
              .toList();
    } catch (SettingsException e) {
      return List.of(Finding.skipped(Check.SECRETS, "", Doctor.WORDS.phrase("secrets.unreadable")));
    }
  }

  private static Finding warning(Path file, String settings) {
    return new Finding(
        Check.SECRETS,
        Phrase.verbatim(file.toString()),
        State.WARNING,
        Doctor.WORDS.phrase("secrets.exposed", settings),
        Doctor.WORDS.phrase("secrets.exposed.mend", file));
  }
}
