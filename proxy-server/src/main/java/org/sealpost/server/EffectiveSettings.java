package org.sealpost.server;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every setting as it counts, and where it was set: for people who look at the configuration.
 * Nothing secret is in it. Immutable.
 *
 * @param groups in the order of {@code reference.conf}
 */
public record EffectiveSettings(List<Group> groups) {
  /**
   * The settings of one section.
   *
   * @param path as in {@code sealpost.policy.triggers}
   * @param help what {@code reference.conf} says of the section, in English; may be empty
   */
  public record Group(String path, String help, List<Setting> settings) {
    public Group {
      settings = List.copyOf(settings);
    }
  }

  /**
   * A setting.
   *
   * @param path as in {@code sealpost.listen.smtp}
   * @param value as it may be written; empty where it is secret
   * @param standard whether it is the same as where nobody sets it
   * @param help what {@code reference.conf} says of it, in English; may be empty
   */
  public record Setting(
      String path, Optional<String> value, boolean standard, Source source, String help) {}

  /** Where a setting comes from. */
  public sealed interface Source {
    /** Nobody set it. */
    record Standard() implements Source {}

    /** A line of a file. */
    record Line(String file, int line) implements Source {}

    /** Something else, as the environment, in English words. */
    record Other(String description) implements Source {}
  }

  public EffectiveSettings {
    groups = List.copyOf(groups);
  }

  /**
   * Reads the configuration anew.
   *
   * @param files as {@link Settings#files} has them
   * @throws SettingsException if one cannot be read any more
   */
  public static EffectiveSettings read(ConfigurationFiles files) throws SettingsException {
    WrittenSettings written = WrittenSettings.read(files);
    List<Group> groups = new ArrayList<>();
    ConfigObject standard = written.reference().resolve().root();
    gather("", written.all().root(), Optional.of(standard), groups);
    return new EffectiveSettings(groups);
  }

  /**
   * As {@link #read(ConfigurationFiles)}, of one file alone.
   *
   * @param file empty for the defaults
   */
  public static EffectiveSettings read(Optional<Path> file) throws SettingsException {
    return read(ConfigurationFiles.of(file));
  }

  /** In the order in which they are documented, or else written. */
  static List<String> keys(ConfigObject section, Optional<ConfigObject> standard) {
    return section.keySet().stream()
        .sorted(
            Comparator.comparingInt((String key) -> standard.map(it -> line(it.get(key))).orElse(0))
                .thenComparingInt(key -> line(section.get(key)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static int line(ConfigValue value) {
    return value == null ? Integer.MAX_VALUE : value.origin().lineNumber();
  }

  private static void gather(
      String path, ConfigObject section, Optional<ConfigObject> standard, List<Group> groups) {
    List<Setting> settings = new ArrayList<>();
    List<Runnable> below = new ArrayList<>();
    for (String key : keys(section, standard)) {
      ConfigValue value = section.get(key);
      Optional<ConfigValue> usual = standard.flatMap(it -> Optional.ofNullable(it.get(key)));
      String at = KnownKeys.path(path, key);
      if (value instanceof ConfigObject object) {
        Optional<ConfigObject> usualObject =
            usual.filter(ConfigObject.class::isInstance).map(ConfigObject.class::cast);
        below.add(() -> gather(at, object, usualObject, groups));
      } else if (objects(value).isEmpty()) {
        settings.add(setting(at, key, value, usual));
      } else {
        List<ConfigObject> objects = objects(value);
        for (int i = 0; i < objects.size(); i++) {
          String each = at + "[" + i + "]";
          ConfigObject element = objects.get(i);
          below.add(() -> gather(each, element, Optional.empty(), groups));
        }
      }
    }
    if (!settings.isEmpty()) {
      groups.add(new Group(path, standard.map(EffectiveSettings::help).orElse(""), settings));
    }
    below.forEach(Runnable::run);
  }

  static List<ConfigObject> objects(ConfigValue value) {
    return value instanceof ConfigList list
        ? list.stream()
            .filter(ConfigObject.class::isInstance)
            .map(ConfigObject.class::cast)
            .toList()
        : List.of();
  }

  private static Setting setting(
      String path, String key, ConfigValue value, Optional<ConfigValue> usual) {
    boolean secret = SecretSettings.isSecret(key, value);
    return new Setting(
        path,
        secret ? Optional.empty() : Optional.of(written(value)),
        usual.filter(value::equals).isPresent(),
        source(value, usual),
        usual.map(EffectiveSettings::help).orElse(""));
  }

  private static String written(ConfigValue value) {
    String text = Objects.toString(value.unwrapped());
    return value.valueType() == ConfigValueType.STRING && !text.isEmpty()
        ? text
        : value.render(ConfigRenderOptions.concise());
  }

  static Source source(ConfigValue value, Optional<ConfigValue> usual) {
    ConfigOrigin origin = value.origin();
    if (usual.filter(it -> it.origin().equals(origin)).isPresent()) {
      return new Source.Standard();
    }
    return origin.filename() != null
        ? new Source.Line(origin.filename(), origin.lineNumber())
        : new Source.Other(origin.description());
  }

  private static String help(ConfigValue value) {
    return value.origin().comments().stream()
        .map(line -> line.startsWith(" ") ? line.substring(1) : line)
        .collect(Collectors.joining("\n"));
  }
}
