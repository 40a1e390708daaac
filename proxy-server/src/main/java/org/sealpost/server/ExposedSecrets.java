package org.sealpost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.EffectiveSettings.Setting;
import org.sealpost.server.EffectiveSettings.Source;

/**
 * Secrets in configuration files that other users of this machine may read, as the seal word, by
 * which they could write marks that nobody can tell from ours. Immutable.
 *
 * @param files each with the names of the settings in it that are secret, in order
 */
public record ExposedSecrets(Map<Path, String> files) {
  private static final Words WORDS = Words.beside(ExposedSecrets.class);

  private static final Set<PosixFilePermission> READING =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  /**
   * Looks for them.
   *
   * @param files as {@link Settings#files} has them; files that they include count
   * @throws SettingsException if one cannot be read any more
   */
  public static ExposedSecrets in(ConfigurationFiles files) throws SettingsException {
    Map<Path, String> secrets =
        EffectiveSettings.read(files).groups().stream()
            .flatMap(group -> group.settings().stream())
            .filter(setting -> setting.value().isEmpty())
            .filter(setting -> setting.source() instanceof Source.Line)
            .collect(
                Collectors.toMap(
                    ExposedSecrets::file,
                    Setting::path,
                    (first, second) -> first + ", " + second,
                    TreeMap::new));
    secrets.keySet().removeIf(file -> !isReadableByOthers(file));
    return new ExposedSecrets(secrets);
  }

  /** As {@link #in(ConfigurationFiles)}, of one file alone. */
  public static ExposedSecrets in(Optional<Path> configuration) throws SettingsException {
    return in(ConfigurationFiles.of(configuration));
  }

  /** What the user should know, one sentence for each file. */
  public List<Phrase> warnings() {
    return files.entrySet().stream()
        .map(it -> WORDS.phrase("secrets-exposed", it.getKey(), it.getValue()))
        .toList();
  }

  private static Path file(Setting setting) {
    return switch (setting.source()) {
      case Source.Line(String file, int _) -> Path.of(file);
      case Source.Standard _, Source.Other _ -> throw new IllegalArgumentException(setting.path());
    };
  }

  private static boolean isReadableByOthers(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      return view != null
          && view.readAttributes().permissions().stream().anyMatch(READING::contains);
    } catch (IOException e) {
      // Who cannot look it up has read it all the same: nothing is known against it.
      return false;
    }
  }
}
