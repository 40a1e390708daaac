package org.sealpost.failure;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the bundles of all modules in the sources, each with the code that reads it. */
final class Bundles {
  private static final String ENGLISH = "messages.properties";
  private static final String CHINESE = "messages_zh_TW.properties";
  private static final Path RESOURCES = Path.of("src", "main", "resources");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final Pattern ASKED = Pattern.compile("text\\(\"([^\"]+)\"");

  private Bundles() {}

  /** The bundle of one package. */
  record Bundle(Path module, Path inResources) {
    @Override
    public String toString() {
      return module.getFileName() + "/" + packageFolder();
    }

    private Path packageFolder() {
      return inResources.getParent();
    }

    private Path file(String name) {
      return module.resolve(RESOURCES).resolve(packageFolder()).resolve(name);
    }

    Map<String, String> english() {
      return read(file(ENGLISH));
    }

    /** Empty if there is none. */
    Map<String, String> chinese() {
      return Files.exists(file(CHINESE)) ? read(file(CHINESE)) : new TreeMap<>();
    }

    /** The sources of its package, templates of pages included. */
    List<String> sources() {
      Path java = module.resolve("src/main/java").resolve(packageFolder());
      return Stream.concat(
              files(java, 1, ".java"), files(module.resolve("src/main/jte"), 10, ".jte"))
          .map(Bundles::text)
          .toList();
    }

    /** What stands in quotes there, also in quotes within those of a template's attribute. */
    Set<String> literals() {
      return sources().stream()
          .flatMap(
              source -> Stream.of(LITERAL, ASKED).flatMap(each -> each.matcher(source).results()))
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }

    /** What stands there as the first argument, whole. */
    Set<String> found(Pattern call) {
      return sources().stream()
          .flatMap(source -> call.matcher(source).results())
          .map((MatchResult found) -> found.group(1))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  static List<Bundle> all() {
    try (Stream<Path> modules = Files.list(root())) {
      return modules
          .filter(module -> Files.isDirectory(module.resolve(RESOURCES)))
          .sorted()
          .flatMap(
              module ->
                  files(module.resolve(RESOURCES), 20, ENGLISH)
                      .map(file -> new Bundle(module, module.resolve(RESOURCES).relativize(file))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in a module's folder. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("proxy-core")) ? here : here.getParent();
  }

  private static Stream<Path> files(Path folder, int depth, String end) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.walk(folder, depth)) {
      return all
          .filter(file -> file.getFileName().toString().endsWith(end))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, text) -> texts.put((String) key, (String) text));
    return texts;
  }
}
