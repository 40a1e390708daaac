package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The README in both languages and the handbook, held against what they speak of. */
class ReadmeTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
  private static final List<String> MODULES =
      List.of("card-agent", "proxy-core", "proxy-server", "integration-tests");

  /** A call of the command: at the beginning of a line, or behind another command's words. */
  private static final Pattern CALL =
      Pattern.compile("(?<![^\\s(\"=])(?<!-u )(?:bin/)?sealpost(?![^\\s\")])([^|;&#)]*)");

  private static final Pattern SETTING =
      Pattern.compile("(sealpost\\.)?([a-z0-9-]+(?:\\.[a-z0-9-]+)*)(?:\\.\\*)?(?: = .*)?");

  /** What begins as a setting does and is a file or a name. */
  private static final Set<String> NO_SETTINGS = Set.of("conf", "db", "localhost", "backup");

  static List<MarkdownPage> pages() throws IOException {
    List<Path> files =
        new ArrayList<>(List.of(PROJECT.resolve("README.md"), PROJECT.resolve("README.zh-TW.md")));
    try (Stream<Path> handbook = Files.list(PROJECT.resolve("conf/handbook"))) {
      handbook.sorted().forEach(files::add);
    }
    List<MarkdownPage> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(MarkdownPage.read(file));
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileAndEveryAnchorToAHeading(MarkdownPage page) throws IOException {
    for (String link : page.links()) {
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
      assertThat(target).as(link).exists();
      if (parts.length == 2) {
        assertThat(MarkdownPage.read(target).anchors()).as(link).contains(parts[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandThatIsNamedIsThereWithItsOptions(MarkdownPage page) {
    CommandSpec sealpost =
        TopCommand.commandLine(Screen.ofThisProcess(Locale.ENGLISH), Surroundings.ofThisProcess())
            .getCommandSpec();
    Stream.concat(
            page.spans().stream(),
            page.blocks().stream()
                .filter(block -> block.language().equals("sh"))
                .flatMap(block -> block.lines().stream()))
        .forEach(
            text -> {
              Matcher call = CALL.matcher(text);
              while (call.find()) {
                assertThat(faults(sealpost, call.group(1))).as(text).isEmpty();
              }
            });
  }

  /** What no such command would understand. */
  private static List<String> faults(CommandSpec sealpost, String arguments) {
    List<String> faults = new ArrayList<>();
    CommandSpec command = sealpost;
    boolean isValue = false;
    for (String argument : arguments.replaceAll("[\\[\\]\"',]", " ").strip().split("\\s+", -1)) {
      if (isValue || argument.isEmpty()) {
        isValue = false;
      } else if (argument.startsWith("-")) {
        Optional<OptionSpec> option = option(command, argument.replaceFirst("=.*", ""));
        if (option.isEmpty()) {
          faults.add(argument);
        }
        isValue = option.filter(it -> it.arity().max() > 0).isPresent() && !argument.contains("=");
      } else if (command.subcommands().containsKey(argument)) {
        command = command.subcommands().get(argument).getCommandSpec();
      } else if (command.positionalParameters().isEmpty() && !argument.equals("COMMAND")) {
        faults.add(argument);
      }
    }
    return faults;
  }

  private static Optional<OptionSpec> option(CommandSpec command, String name) {
    return Optional.ofNullable(command.optionsMap().get(name))
        .or(() -> Optional.ofNullable(command.negatedOptionsMap().get(name)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySettingThatIsNamedIsThere(MarkdownPage page) {
    Config known = ConfigFactory.parseResources("reference.conf").getConfig("sealpost");
    Set<String> sections = known.root().keySet();
    List<String> spans = new ArrayList<>(page.spans());
    page.spansOf("packages").forEach(spans::remove);
    for (String span : spans) {
      Matcher setting = SETTING.matcher(span);
      if (!setting.matches()) {
        continue;
      }
      String path = setting.group(2);
      String section = path.replaceFirst("\\..*", "");
      boolean isFull = setting.group(1) != null && !NO_SETTINGS.contains(section);
      if (isFull || (path.contains(".") && sections.contains(section))) {
        assertThat(known.hasPathOrNull(path)).as(span).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyFileOfTheProjectThatIsNamedIsThere(MarkdownPage page) {
    Pattern named = Pattern.compile("(?<![\\w/.-])conf/[A-Za-z0-9._/-]+");
    Stream.concat(page.spans().stream(), page.blocks().stream().flatMap(it -> it.lines().stream()))
        .flatMap(text -> named.matcher(text).results())
        .forEach(file -> assertThat(PROJECT.resolve(file.group())).exists());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyConfigurationThatIsShownCanBeUsed(MarkdownPage page, @TempDir Path home)
      throws IOException {
    Surroundings surroundings = new Surroundings(home, Map.of(), Optional.empty());
    Path file = home.resolve("shown.conf");
    for (MarkdownPage.Block block : page.blocks()) {
      if (block.language().equals("hocon")) {
        Files.write(file, block.lines());
        assertThatCode(() -> Settings.load(Optional.of(file), surroundings))
            .as(String.join("\n", block.lines()))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void everyPackageIsInTheTableOfModulesAndNoOtherIs() throws IOException {
    Set<String> packages = new TreeSet<>();
    for (String module : List.of("card-agent", "proxy-core", "proxy-server")) {
      Path root = PROJECT.resolve(module).resolve("src/main/java/org/sealpost");
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> root.relativize(file.getParent()).toString().replace('/', '.'))
            .forEach(packages::add);
      }
    }
    List<String> table =
        MarkdownPage.read(PROJECT.resolve("README.md")).spansOf("packages").stream()
            .filter(name -> Character.isLowerCase(name.charAt(0)))
            .toList();
    assertThat(table).containsExactlyInAnyOrderElementsOf(packages);
  }

  /** Left in the table: what somebody sees. Between ellipses are the words of some message. */
  @ParameterizedTest
  @MethodSource("pages")
  void everyMessageThatIsQuotedIsOneOfOurs(MarkdownPage page) throws IOException {
    String messages = messages();
    Pattern quotation = Pattern.compile("[\"「]([^\"」]+)[\"」]");
    for (String line : between(page.prose(), "symptoms")) {
      String seen = line.split("\\|", -1).length > 1 ? line.split("\\|", -1)[1] : "";
      Matcher quoted = quotation.matcher(seen);
      while (quoted.find()) {
        for (String part : quoted.group(1).split("…", -1)) {
          assertThat(messages).as(line).contains(part.strip());
        }
      }
    }
  }

  private static List<String> between(List<String> lines, String section) {
    int begin = lines.indexOf("<!-- " + section + " -->");
    int end = lines.indexOf("<!-- /" + section + " -->");
    return begin < 0 ? List.of() : lines.subList(begin, end);
  }

  private static String messages() throws IOException {
    Map<Path, String> texts = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/main"))) {
        for (Path file :
            files.filter(it -> it.getFileName().toString().startsWith("messages")).toList()) {
          texts.put(file, Files.readString(file).replace("''", "'"));
        }
      }
    }
    return texts.values().stream().collect(Collectors.joining("\n"));
  }
}
