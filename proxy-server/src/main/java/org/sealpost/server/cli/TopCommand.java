package org.sealpost.server.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ServiceLoader;
import org.sealpost.card.api.Bundles;
import org.sealpost.server.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code sealpost} command with all its subcommands, for whoever types it. */
@Command(
    name = "sealpost",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
final class TopCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs what the arguments call; returns the exit status. */
  static int execute(Screen screen, Surroundings surroundings, String... arguments) {
    return commandLine(screen, surroundings).execute(arguments);
  }

  /** The command with all its subcommands. */
  static CommandLine commandLine(Screen screen, Surroundings surroundings) {
    Configuration configuration = new Configuration(surroundings);
    CommandLine sealpost =
        new CommandLine(new TopCommand())
            .addMixin("configuration", configuration)
            .addSubcommand(new SetupCommand(configuration, screen))
            .addSubcommand(new StartCommand(configuration, screen))
            .addSubcommand(new AgentCommand(configuration))
            .addSubcommand(new ProxyCommand(configuration, screen))
            .addSubcommand(new ReloadCommand(configuration, screen))
            .addSubcommand(new StopCommand(configuration, screen))
            .addSubcommand(new DoctorCommand(configuration, screen))
            .addSubcommand(new ConsoleCommand(configuration, screen))
            .addSubcommand(new UnlockCommand(configuration, screen))
            .addSubcommand(new LockCommand(configuration, screen))
            .addSubcommand(
                new CommandLine(new CardCommand())
                    .addSubcommand(new CardListCommand(configuration, screen))
                    .addSubcommand(new CardForgetCommand(configuration, screen)))
            .addSubcommand(new AllowCommand(configuration, screen))
            .addSubcommand(
                new CommandLine(new BookCommand())
                    .addSubcommand(new BookListCommand(configuration, screen))
                    .addSubcommand(new BookFindCommand(configuration, screen))
                    .addSubcommand(new BookShowCommand(configuration, screen))
                    .addSubcommand(new BookImportCommand(configuration, screen))
                    .addSubcommand(new BookExportCommand(configuration, screen))
                    .addSubcommand(new BookBindCommand(configuration, screen))
                    .addSubcommand(new BookAckCommand(configuration, screen))
                    .addSubcommand(new BookRemoveCommand(configuration, screen)))
            .addSubcommand(
                new CommandLine(new TrustCommand())
                    .addSubcommand(new TrustListCommand(configuration, screen))
                    .addSubcommand(new TrustImportCommand(configuration, screen))
                    .addSubcommand(new TrustAllowCommand(configuration, screen))
                    .addSubcommand(new TrustDenyCommand(configuration, screen))
                    .addSubcommand(new TrustRemoveCommand(configuration, screen))
                    .addSubcommand(new TrustUpdateCommand(configuration, screen)))
            .addSubcommand(new OpenCommand(configuration, screen))
            .addSubcommand(new VerdictCommand(configuration, screen))
            .addSubcommand(new IntroduceCommand(configuration, screen))
            .addSubcommand(new SentCommand(configuration, screen))
            .addSubcommand(
                new CommandLine(new ConfigCommand())
                    .addSubcommand(new ConfigCheckCommand(configuration, screen))
                    .addSubcommand(new ConfigShowCommand(configuration, screen)))
            .addSubcommand(new BackupCommand(configuration, screen))
            .addSubcommand(new RestoreCommand(configuration, screen))
            .addSubcommand(new CompletionCommand(screen))
            .addSubcommand(new HelpCommand(screen));
    ServiceLoader.load(CommandExtension.class).forEach(sealpost::addSubcommand);
    return speaking(sealpost, screen);
  }

  /** A command that tells on a screen, in its language. */
  private static CommandLine speaking(CommandLine sealpost, Screen screen) {
    return sealpost
        .setResourceBundle(Bundles.beside(TopCommand.class, screen.language()))
        .setColorScheme(Help.defaultColorScheme(screen.colours() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setOut(screen.outWriter())
        .setErr(screen.errWriter())
        .registerConverter(Instant.class, TopCommand::instant)
        .registerConverter(LastDay.class, LastDay::of)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // What begins with an @ is a domain, not a file with more arguments.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(new UsageErrors(screen))
        .setExecutionExceptionHandler(
            (failure, _, arguments) ->
                new Failures(screen).tell(failure, arguments.originalArgs()));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new Misread("not-an-instant", text);
    }
  }

  @Override
  public void run() {
    throw new UsageError(spec, "command-missing", spec.qualifiedName());
  }
}
