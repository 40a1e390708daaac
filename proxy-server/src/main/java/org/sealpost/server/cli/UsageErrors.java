package org.sealpost.server.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sealpost.trust.PlainText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the arguments, and where the help is. */
final class UsageErrors implements IParameterExceptionHandler {
  private final Screen screen;

  UsageErrors(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    int status = command.getCommandSpec().exitCodeOnInvalidInput();
    String english = problem.getMessage();
    screen.note(screen.language().equals(Locale.ENGLISH) ? english : words(problem));
    if (problem instanceof UnmatchedArgumentException unmatched) {
      suggest(unmatched);
    }
    screen.err().println(screen.text("see-help", command.getCommandSpec().qualifiedName()));
    if (Arrays.asList(arguments).contains(JsonFailure.OPTION)) {
      JsonFailure.print(screen, english, status);
    }
    return status;
  }

  /** Picocli's own sentences are English. */
  private String words(ParameterException problem) {
    return switch (problem) {
      case UsageError own -> own.words().in(screen.language());
      case UnmatchedArgumentException unmatched ->
          screen.text(
              unmatched.isUnknownOption() ? "usage.unknown-option" : "usage.unknown-argument",
              PlainText.of(String.join(" ", unmatched.getUnmatched())));
      case MissingParameterException missing ->
          screen.text(
              "usage.missing",
              missing.getMissing().stream()
                  .map(UsageErrors::name)
                  .collect(Collectors.joining(screen.text("usage.between"))));
      case OverwrittenOptionException twice ->
          screen.text("usage.twice", name(twice.getOverwritten()));
      case ParameterException other when other.getArgSpec() == null -> other.getMessage();
      case ParameterException other ->
          other.getCause() instanceof Misread misread
              ? screen.text(
                  "usage.misread", name(other.getArgSpec()), misread.words().in(screen.language()))
              : screen.text("usage.value", name(other.getArgSpec()), shown(other));
    };
  }

  private static String shown(ParameterException problem) {
    return PlainText.of(String.valueOf(problem.getValue()));
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private void suggest(UnmatchedArgumentException unmatched) {
    List<String> suggestions = unmatched.getSuggestions();
    if (!suggestions.isEmpty()) {
      screen
          .err()
          .println(screen.text("usage.meant", String.join(screen.text("usage.or"), suggestions)));
    }
  }
}
