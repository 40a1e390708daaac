package org.sealpost.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.Words;

/** The settings as they stand in the files and in {@code reference.conf}, not yet checked. */
final class WrittenSettings {
  private static final Words WORDS = Words.beside(WrittenSettings.class);

  private final ConfigurationFiles files;
  private final Map<String, Path> configurations = new HashMap<>();
  private final Problems problems = new Problems();
  private final Config reference;
  private Config all = ConfigFactory.empty();

  private WrittenSettings(ConfigurationFiles files) {
    this.files = files;
    this.reference = ReferenceSettings.read();
  }

  /**
   * Reads the files.
   *
   * @throws SettingsException if one cannot be read or is not HOCON
   */
  static WrittenSettings read(ConfigurationFiles files) throws SettingsException {
    WrittenSettings written = new WrittenSettings(files);
    for (Path file : files.paths()) {
      written.add(file);
    }
    written.problems.throwIfAny();
    try {
      written.all = written.all.withFallback(written.reference).resolve();
    } catch (ConfigException e) {
      written.problems.add(e);
      written.problems.throwIfAny();
    }
    return written;
  }

  private void add(Path file) throws SettingsException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new SettingsException(
          List.of(WORDS.phrase(Files.exists(file) ? "unreadable" : "no-file", file)));
    }
    try {
      ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
      Config config = ConfigFactory.parseFile(file.toFile(), options);
      note(config.root(), file);
      all = all.withFallback(config);
    } catch (ConfigException e) {
      problems.add(e);
    }
  }

  /** Notes of which configuration the files are that it includes. */
  private void note(ConfigValue value, Path configuration) {
    String file = value.origin().filename();
    if (file != null) {
      configurations.putIfAbsent(file, configuration);
    }
    try {
      if (value instanceof ConfigObject object) {
        object.values().forEach(each -> note(each, configuration));
      } else if (value instanceof ConfigList list) {
        list.forEach(each -> note(each, configuration));
      }
    } catch (ConfigException.NotResolved _) {
      // What a substitution stands for is elsewhere, and noted there.
    }
  }

  /** With the defaults where no file sets anything. */
  Config all() {
    return all;
  }

  Config reference() {
    return reference;
  }

  /** The configuration that a value stands in, or in a file that it includes. */
  Optional<Path> configuration(ConfigOrigin origin) {
    return Optional.ofNullable(origin.filename()).map(configurations::get).or(files::first);
  }
}
