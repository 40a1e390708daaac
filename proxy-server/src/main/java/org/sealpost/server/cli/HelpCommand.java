package org.sealpost.server.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost help}: the help of a command, as its option {@code --help} shows it. */
@Command(name = "help")
final class HelpCommand implements Runnable {
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", descriptionKey = "helped-command")
  private List<String> names = List.of();

  @Option(names = "--manual", descriptionKey = "manual-page")
  private boolean manual;

  HelpCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    CommandLine command = spec.root().commandLine();
    if (manual) {
      screen.out().print(ManualPage.of(command, screen));
      return;
    }
    for (String name : names) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw new UsageError(
            spec, "no-such-command", command.getCommandSpec().qualifiedName(), name);
      }
      command = next;
    }
    command.usage(screen.out());
  }
}
