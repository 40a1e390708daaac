package org.sealpost.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sealpost.server.EffectiveSettings.Source;

/**
 * Every setting as it counts, as it can be written again: put together, the lines of all of them
 * are a configuration with the same settings, but for what is secret. Immutable.
 *
 * @param entries in the order of {@code reference.conf}; a list, as that of the accounts, is one
 */
public record ShownSettings(List<Entry> entries) {
  private static final String INDENT = "  ";

  /**
   * A setting.
   *
   * @param path as in {@code sealpost.listen.smtp}
   * @param json the value as JSON without what is secret in it; empty where it is secret itself
   */
  public record Entry(String path, Optional<String> json, Source source, Written written) {
    /** Whether nobody set it. */
    public boolean isStandard() {
      return source instanceof Source.Standard;
    }

    /**
     * The lines of HOCON that set it, each with its source in a comment; what is secret is in a
     * comment as well.
     *
     * @param words what is said of a source
     * @param hidden what is said instead of a secret
     */
    public List<String> lines(Function<Source, String> words, String hidden) {
      List<String> lines = new ArrayList<>();
      written.write("", words, hidden, lines);
      return lines;
    }
  }

  /** A setting that can be written. */
  public static final class Written {
    private final String path;
    private final String key;
    private final ConfigValue value;
    private final Source source;

    private Written(String path, String key, ConfigValue value, Source source) {
      this.path = path;
      this.key = key;
      this.value = value;
      this.source = source;
    }

    private void write(
        String indent, Function<Source, String> words, String hidden, List<String> lines) {
      String comment = INDENT + "# " + words.apply(source);
      if (SecretSettings.isSecret(key, value)) {
        lines.add(indent + "# " + path + " = " + hidden + comment);
      } else if (EffectiveSettings.objects(value).isEmpty()) {
        lines.add(indent + path + " = " + json(value) + comment);
      } else {
        lines.add(indent + path + " = [" + comment);
        for (ConfigObject element : EffectiveSettings.objects(value)) {
          lines.add(indent + INDENT + "{");
          gather("", element, Optional.empty())
              .forEach(it -> it.write(indent + INDENT + INDENT, words, hidden, lines));
          lines.add(indent + INDENT + "}");
        }
        lines.add(indent + "]");
      }
    }

    private Entry entry() {
      Optional<String> json =
          SecretSettings.isSecret(key, value) ? Optional.empty() : Optional.of(json(hidden(value)));
      return new Entry(path, json, source, this);
    }
  }

  public ShownSettings {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the configuration anew.
   *
   * @param files as {@link Settings#files} has them
   * @throws SettingsException if one cannot be read any more
   */
  public static ShownSettings read(ConfigurationFiles files) throws SettingsException {
    WrittenSettings written = WrittenSettings.read(files);
    Config standard = written.reference().resolve();
    return new ShownSettings(
        gather("", written.all().root(), Optional.of(standard.root())).stream()
            .map(Written::entry)
            .toList());
  }

  /**
   * The settings of this name, or below it; {@code sealpost} before it may be left out.
   *
   * @return none if there are none
   */
  public List<Entry> named(String name) {
    String full =
        name.equals("sealpost") || name.startsWith("sealpost.") ? name : "sealpost." + name;
    return entries.stream()
        .filter(it -> it.path().equals(full) || it.path().startsWith(full + "."))
        .toList();
  }

  /** The name of a setting or a group of them that differs least from this one. */
  public String nearest(String name) {
    Set<String> names = new LinkedHashSet<>();
    for (Entry entry : entries) {
      String path = entry.path();
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        names.add(path.substring(0, dot));
      }
      names.add(path);
    }
    KnownKeys known = new KnownKeys();
    names.forEach(each -> known.add("", each));
    return known.nearest("", name.startsWith("sealpost") ? name : "sealpost." + name);
  }

  private static List<Written> gather(
      String path, ConfigObject section, Optional<ConfigObject> standard) {
    List<Written> found = new ArrayList<>();
    for (String key : EffectiveSettings.keys(section, standard)) {
      ConfigValue value = section.get(key);
      Optional<ConfigValue> usual = standard.flatMap(it -> Optional.ofNullable(it.get(key)));
      String at = KnownKeys.path(path, ConfigUtil.joinPath(key));
      if (value instanceof ConfigObject object) {
        Optional<ConfigObject> below =
            usual.filter(ConfigObject.class::isInstance).map(ConfigObject.class::cast);
        found.addAll(gather(at, object, below));
      } else {
        found.add(new Written(at, key, value, EffectiveSettings.source(value, usual)));
      }
    }
    return found;
  }

  /** Without what is secret in it. */
  private static ConfigValue hidden(ConfigValue value) {
    return switch (value) {
      case ConfigObject object -> {
        Map<String, ConfigValue> open = new HashMap<>();
        object.forEach(
            (key, each) -> {
              if (!SecretSettings.isSecret(key, each)) {
                open.put(key, hidden(each));
              }
            });
        yield ConfigValueFactory.fromMap(open);
      }
      case ConfigList list ->
          ConfigValueFactory.fromIterable(list.stream().map(ShownSettings::hidden).toList());
      default -> value;
    };
  }

  private static String json(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }
}
