package org.sealpost.server.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sealpost.trust.PlainText;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A file that answers questions by the names of the options that would: HOCON or properties. */
final class AnswersFile {
  private AnswersFile() {}

  /**
   * The arguments that say what the file says, and what was given: that counts where both say it.
   *
   * @param options of which the file may name any
   * @throws CommandFailed if it cannot be read
   */
  static List<String> arguments(Path file, CommandLine options, ParseResult given)
      throws CommandFailed {
    if (!Files.isReadable(file)) {
      throw new CommandFailed("setup.no-answers", PlainText.of(file.toString()));
    }
    Map<String, ConfigValue> answers = answers(file);
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : options.getCommandSpec().options()) {
      String name = option.longestName();
      Optional<ConfigValue> answer = Optional.ofNullable(answers.remove(name.substring(2)));
      if (given.hasMatchedOption(name)) {
        OptionSpec said = given.matchedOption(name);
        if (takesNoValue(option)) {
          arguments.add(flag(option, said.originalStringValues().contains("false")));
        } else {
          said.originalStringValues().forEach(value -> arguments.add(name + "=" + value));
        }
      } else if (answer.isPresent()) {
        add(arguments, option, answer.get().unwrapped());
      }
    }
    for (String unknown : answers.keySet()) {
      throw new CommandFailed(
          "setup.unknown-answer", PlainText.of(file.toString()), PlainText.of(unknown));
    }
    return arguments;
  }

  private static Map<String, ConfigValue> answers(Path file) throws CommandFailed {
    try {
      Config config = ConfigFactory.parseFile(file.toFile()).resolve();
      Map<String, ConfigValue> answers = new TreeMap<>();
      config
          .entrySet()
          .forEach(
              it ->
                  answers.put(String.join(".", ConfigUtil.splitPath(it.getKey())), it.getValue()));
      return answers;
    } catch (ConfigException e) {
      throw new CommandFailed(
          "setup.bad-answers",
          PlainText.of(file.toString()),
          PlainText.of(String.valueOf(e.getMessage())));
    }
  }

  private static void add(List<String> arguments, OptionSpec option, Object answer) {
    String name = option.longestName();
    if (takesNoValue(option)) {
      boolean wanted = String.valueOf(answer).matches("true|yes|on");
      if (wanted || option.negatable()) {
        arguments.add(flag(option, !wanted));
      }
    } else if (answer instanceof List<?> list) {
      list.forEach(it -> arguments.add(name + "=" + it));
    } else {
      arguments.add(name + "=" + answer);
    }
  }

  private static boolean takesNoValue(OptionSpec option) {
    return option.arity().max() == 0;
  }

  private static String flag(OptionSpec option, boolean negated) {
    String name = option.longestName();
    return negated ? "--no-" + name.substring(2) : name;
  }
}
