package org.sealpost.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One object of the configuration, read key by key. A value that cannot be used is noted in {@link
 * Problems} and its default returned instead, so that reading goes on; an answer is empty only
 * where there is no default either. Keys that nobody asked for are unknown ones.
 */
final class Section {
  private static final ConfigObject NOTHING = ConfigFactory.empty().root();

  /** Makes a value of a text. */
  interface Parser<T> {
    T parse(String text) throws Unusable;
  }

  /** Makes a value of a text that means something else in each file. */
  interface PlacedParser<T> {
    T parse(String text, ConfigOrigin origin) throws Unusable;
  }

  private interface Getter<T> {
    T get(Config config, String path) throws Unusable;
  }

  private final ConfigObject object;
  private final ConfigObject defaults;
  private final String path;
  private final Problems problems;
  private final Set<String> asked = new HashSet<>();

  Section(ConfigObject object, ConfigObject defaults, String path, Problems problems) {
    this.object = object;
    this.defaults = defaults;
    this.path = path;
    this.problems = problems;
  }

  /** Notes a problem with a key. */
  void problem(String key, Unusable problem) {
    ConfigValue value = object.get(key);
    ConfigOrigin origin = value == null ? object.origin() : value.origin();
    List<String> more = new ArrayList<>();
    more.add(problem.entry().orElse(value == null ? "" : String.valueOf(value.unwrapped())));
    more.addAll(problem.arguments());
    problems.add(origin, problem.wording(), path(key), more.toArray());
  }

  /** Whether there is a value, and another one than the default. */
  boolean changes(String key) {
    return find(object, key).filter(value -> !value.equals(defaults.get(key))).isPresent();
  }

  <T> Optional<T> parsed(String key, Parser<T> parser) {
    return parsed(key, (text, _) -> parser.parse(text));
  }

  <T> Optional<T> parsed(String key, PlacedParser<T> parser) {
    return get(
        key,
        "not-text",
        (config, at) -> parser.parse(config.getString(at), config.getValue(at).origin()));
  }

  /** A list of texts; a single one may stand without the brackets. */
  <T> Optional<List<T>> list(String key, Parser<T> parser) {
    return list(key, (text, _) -> parser.parse(text));
  }

  <T> Optional<List<T>> list(String key, PlacedParser<T> parser) {
    return get(
        key,
        "not-texts",
        (config, at) -> {
          List<T> parsed = new ArrayList<>();
          boolean list = config.getValue(at).valueType() == ConfigValueType.LIST;
          for (String text : list ? config.getStringList(at) : List.of(config.getString(at))) {
            parsed.add(parsedEntry(parser, text, config.getValue(at).origin()));
          }
          return List.copyOf(parsed);
        });
  }

  private static <T> T parsedEntry(PlacedParser<T> parser, String text, ConfigOrigin origin)
      throws Unusable {
    try {
      return parser.parse(text, origin);
    } catch (Unusable e) {
      throw e.of(text);
    }
  }

  Optional<Boolean> flag(String key) {
    return get(key, "not-a-flag", Config::getBoolean);
  }

  Optional<Integer> number(String key, int least, int most) {
    String[] bounds = {Integer.toString(least), Integer.toString(most)};
    return get(
        key,
        "not-a-number",
        (config, at) -> {
          int number = config.getInt(at);
          if (number < least || number > most) {
            throw new Unusable("not-a-number", bounds);
          }
          return number;
        },
        bounds);
  }

  /** A size in bytes. */
  Optional<Integer> kibibytes(String key, int least, int most) {
    String[] bounds = {Integer.toString(least), Integer.toString(most)};
    return get(
        key,
        "not-a-size",
        (config, at) -> {
          long size = config.getBytes(at);
          if (size < 1024L * least || size > 1024L * most) {
            throw new Unusable("not-a-size", bounds);
          }
          return Math.toIntExact(size);
        },
        bounds);
  }

  Optional<Duration> duration(String key) {
    return get(
        key,
        "not-a-duration",
        (config, at) -> {
          Duration duration = config.getDuration(at);
          if (!duration.isPositive()) {
            throw new Unusable("not-a-duration");
          }
          return duration;
        });
  }

  /** A time that may be zero. */
  Optional<Duration> durationFromZero(String key, Duration most) {
    String[] bounds = {Long.toString(most.toDays())};
    return get(
        key,
        "not-a-bounded-duration",
        (config, at) -> {
          Duration duration = config.getDuration(at);
          if (duration.isNegative() || duration.compareTo(most) > 0) {
            throw new Unusable("not-a-bounded-duration", bounds);
          }
          return duration;
        },
        bounds);
  }

  /** One of an enumeration's names, written in lower case with hyphens. */
  static <E extends Enum<E>> Parser<E> choice(Class<E> type) {
    List<E> choices = List.of(type.getEnumConstants());
    return text ->
        choices.stream()
            .filter(choice -> written(choice).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new Unusable(
                        "not-a-choice",
                        text,
                        choices.stream().map(Section::written).collect(Collectors.joining(", "))));
  }

  private static String written(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** An object within this one. */
  Optional<Section> section(String key) {
    return section(key, defaults.get(key) instanceof ConfigObject standard ? standard : NOTHING);
  }

  private Optional<Section> section(String key, ConfigObject standard) {
    Optional<ConfigObject> found =
        find(object, key).isEmpty() && !standard.isEmpty()
            ? Optional.of(standard)
            : get(key, "not-a-section", (config, at) -> config.getObject(at));
    return found.map(
        value -> new Section(value.withFallback(standard), standard, path(key), problems));
  }

  /** A list of objects, which have no defaults. */
  List<Section> sections(String key) {
    Optional<List<ConfigValue>> list =
        get(key, "not-sections", (config, at) -> List.copyOf(config.getList(at)));
    List<Section> sections = new ArrayList<>();
    for (ConfigValue value : list.orElse(List.of())) {
      if (value instanceof ConfigObject element) {
        String place = path(key) + "[" + sections.size() + "]";
        sections.add(new Section(element, NOTHING, place, problems));
      } else {
        problem(key, new Unusable("not-sections"));
      }
    }
    return sections;
  }

  /** Notes every key that was not asked for. */
  void finish() {
    object.forEach(
        (key, value) -> {
          if (!asked.contains(key)) {
            problems.unknown(value.origin(), path, ConfigUtil.joinPath(key));
          }
        });
  }

  private String path(String key) {
    return KnownKeys.path(path, key);
  }

  private Optional<ConfigValue> find(ConfigObject in, String key) {
    asked.add(key);
    problems.known(path, key);
    return Optional.ofNullable(in.get(key))
        .filter(value -> value.valueType() != ConfigValueType.NULL);
  }

  private <T> Optional<T> get(String key, String wording, Getter<T> getter, String... more) {
    Optional<ConfigValue> value = find(object, key);
    try {
      if (value.isPresent()) {
        return Optional.of(getter.get(value.get().atKey("value"), "value"));
      }
      if (find(defaults, key).isEmpty()) {
        problem(key, new Unusable("missing"));
      }
    } catch (ConfigException.WrongType | ConfigException.BadValue _) {
      problem(key, new Unusable(wording, more));
    } catch (Unusable e) {
      problem(key, e);
    }
    try {
      Optional<ConfigValue> standard = find(defaults, key);
      return standard.isPresent()
          ? Optional.of(getter.get(standard.get().atKey("value"), "value"))
          : Optional.empty();
    } catch (Unusable _) {
      return Optional.empty();
    }
  }
}
