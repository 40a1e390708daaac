package org.sealpost.server.cli;

import java.nio.file.Path;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost completion}: the script by which a shell completes this command's arguments. */
@Command(name = "completion")
final class CompletionCommand implements Runnable {
  private static final String NOTHING = "      return\n";
  private static final String FILES =
      """
            local IFS=$'\\n'
            type compopt &>/dev/null && compopt -o filenames
            COMPREPLY=( $( compgen -f -- "${curr_word}" ) ) # files
            return $?
      """;

  private final Screen screen;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", descriptionKey = "shell")
  private Shell shell = Shell.BASH;

  /** The shells that there is a script for; zsh runs that of bash. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  CompletionCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void run() {
    String script =
        withFiles(spec.root(), AutoComplete.bash("sealpost", spec.root().commandLine()));
    // Without an autoload of its own, zsh would know the functions of bash too late.
    String before =
        shell == Shell.ZSH
            ? "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
            : "";
    screen.out().print(before + script);
    screen.out().flush();
  }

  /** Picocli knows that an option takes a file only where the option cannot be left out. */
  private static String withFiles(CommandSpec command, String script) {
    String filled = script;
    for (OptionSpec option : command.options()) {
      if (option.typeInfo().isOptional() && option.auxiliaryTypes()[0].equals(Path.class)) {
        String name = "    '" + option.longestName() + "')\n";
        filled = filled.replace(name + NOTHING, name + FILES);
      }
    }
    for (CommandLine subcommand : command.subcommands().values()) {
      filled = withFiles(subcommand.getCommandSpec(), filled);
    }
    return filled;
  }
}
