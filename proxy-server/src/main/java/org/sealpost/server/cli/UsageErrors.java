package org.sealpost.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
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
    screen.note(problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, command.getErr());
    screen.err().println(Screen.WORDS.text("see-help", command.getCommandSpec().qualifiedName()));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
