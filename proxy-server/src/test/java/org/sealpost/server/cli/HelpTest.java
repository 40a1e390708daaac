package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Surroundings;
import org.sealpost.server.doctor.Finding;
import org.sealpost.trust.VerdictKind;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {
  private static final Pattern PLACE = Pattern.compile("\\{([0-9])");
  private static final Path NOWHERE = Path.of("/nonexistent");

  @TempDir Path home;

  private static CommandLine sealpost(Locale language) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    Screen screen = new Screen(nowhere, nowhere, false).in(language);
    return TopCommand.commandLine(screen, new Surroundings(NOWHERE, Map.of()));
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(it -> all.addAll(all(it)));
    return all;
  }

  /** The names, as they are written on a command line. */
  static Stream<String> everyCommand() {
    return all(sealpost(Locale.ENGLISH)).stream()
        .map(it -> it.getCommandSpec().qualifiedName())
        .distinct();
  }

  private static Stream<CommandLine> everyCommandInBothLanguages() {
    return Stream.of(Locale.ENGLISH, Phrase.TAIWAN).flatMap(it -> all(sealpost(it)).stream());
  }

  @ParameterizedTest
  @MethodSource("everyCommandInBothLanguages")
  void everyCommandHasASummaryADescriptionAndAnExample(CommandLine command) {
    CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    assertThat(usage.header()).as("summary").hasSize(1).allMatch(line -> !line.endsWith("."));
    assertThat(DisplayWidth.of(usage.header()[0])).as("summary").isBetween(8, 60);
    assertThat(usage.description()).as("description").hasSize(1);
    assertThat(usage.description()[0]).isNotBlank().matches("(?s).*[.。]");
    assertThat(usage.footer()).as("example").isNotEmpty().allMatch(it -> it.contains("sealpost "));
    assertThat(usage.exitCodeList()).containsKeys(" 0", " 1", " 2");
    assertThat(command.getCommandSpec().findOption("--help")).isNotNull();
    assertThat(command.getCommandSpec().findOption("--language")).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("everyCommandInBothLanguages")
  void everyOptionAndParameterIsDescribed(CommandLine command) {
    for (ArgSpec argument : command.getCommandSpec().args()) {
      assertThat(argument.description())
          .as("%s of %s", argument.paramLabel(), command.getCommandSpec().qualifiedName())
          .hasSizeGreaterThan(0)
          .allMatch(line -> line.length() > 3 && !line.matches("[a-z.-]+"));
      if (!argument.isOption() || argument.arity().max() > 0) {
        assertThat(argument.paramLabel()).matches("[A-Z][A-Z|@-]*");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyCommandInBothLanguages")
  void theHelpFitsIntoAHundredColumnsAndHasNoRawKeys(CommandLine command) {
    String help = command.getUsageMessage();
    assertThat(help.lines())
        .allSatisfy(line -> assertThat(DisplayWidth.of(line)).as(line).isLessThanOrEqualTo(100));
    assertThat(help).doesNotContainPattern("usage\\.[a-z]").doesNotContain("{0}", "%n", "null");
  }

  @ParameterizedTest
  @MethodSource("everyCommandInBothLanguages")
  void onlyTheAgentHasAStatusForAnotherOneThatRuns(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().exitCodeList().containsKey(" 4"))
        .isEqualTo(command.getCommandName().equals("agent"));
  }

  @Test
  void theTwoLanguagesDiffer() {
    for (CommandLine command : all(sealpost(Locale.ENGLISH))) {
      assertThat(command.getUsageMessage()).doesNotContainPattern("\\p{IsHan}");
    }
    for (CommandLine command : all(sealpost(Phrase.TAIWAN))) {
      assertThat(command.getUsageMessage())
          .startsWith(command.getCommandSpec().usageMessage().header()[0])
          .contains("用法：", "選項：", "結束代碼：", "範例：");
    }
  }

  @Test
  void theHelpOfACommandCanBeAskedForByName() {
    CommandRun run = CommandRun.of(home, "help", "book", "import");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(CommandRun.of(home, "book", "import", "--help").out());
    assertThat(CommandRun.of(home, "help").out()).isEqualTo(CommandRun.of(home, "--help").out());
    CommandRun none = CommandRun.of(home, "help", "book", "imprt");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("sealpost book has no command \"imprt\"");
  }

  /** These tell nothing that a program could use, or say it in their own way. */
  private static final Set<String> WITHOUT_JSON =
      Set.of(
          // Only their subcommands do something.
          "sealpost",
          "sealpost card",
          "sealpost book",
          "sealpost trust",
          "sealpost config",
          // They run until they are told to stop, and write a log.
          "sealpost start",
          "sealpost agent",
          "sealpost proxy",
          // Their output is a text to be read or run as it is.
          "sealpost help",
          "sealpost completion");

  @Test
  void everyCommandThatTellsSomethingTellsItAsJson() {
    Set<String> without = new HashSet<>();
    for (CommandLine command : all(sealpost(Locale.ENGLISH))) {
      if (command.getCommandSpec().findOption(JsonFailure.OPTION) == null) {
        without.add(command.getCommandSpec().qualifiedName());
      }
    }
    assertThat(without).isEqualTo(WITHOUT_JSON);
  }

  private static Properties bundle(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(Screen.class.getResourceAsStream(name)), UTF_8)) {
      properties.load(in);
    }
    return properties;
  }

  private static Set<String> places(String text) {
    return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cli", "doctor"})
  void everyTextIsInBothLanguagesAndSaysTheSameThings(String name) throws IOException {
    Properties english = bundle("/org/sealpost/server/" + name + "/messages.properties");
    Properties chinese = bundle("/org/sealpost/server/" + name + "/messages_zh_TW.properties");
    assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(places(chinese.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  @Test
  void everyStateCheckAndVerdictHasAName() {
    Screen screen = new Screen(System.out, System.err, false).in(Phrase.TAIWAN);
    Stream.of(
            Arrays.stream(Finding.State.values()).map(it -> "finding.state." + it.written()),
            Arrays.stream(Finding.Check.values()).map(it -> "finding.check." + it.written()),
            Arrays.stream(VerdictKind.values()).map(it -> "name." + it.token()))
        .flatMap(keys -> keys)
        .forEach(key -> assertThat(screen.text(key)).isNotEmpty());
  }
}
