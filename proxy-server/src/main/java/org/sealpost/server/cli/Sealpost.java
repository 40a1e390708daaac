package org.sealpost.server.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ServiceLoader;
import org.sealpost.server.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The {@code sealpost} command. Its exit status is 0 if all was done, 1 if something failed, 2 if
 * the arguments or the configuration are wrong.
 */
@Command(
    name = "sealpost",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    resourceBundle = "org.sealpost.server.cli.messages",
    synopsisSubcommandLabel = "COMMAND")
public final class Sealpost implements Runnable {
  @Spec private CommandSpec spec;

  private Sealpost() {}

  /** Runs the command and ends the process. */
  public static void main(String[] arguments) {
    Screen screen = Screen.ofThisProcess();
    System.exit(execute(screen, Surroundings.ofThisProcess(), arguments));
  }

  /** Runs the command within this process; returns its exit status. */
  static int execute(Screen screen, Surroundings surroundings, String... arguments) {
    Configuration configuration = new Configuration(surroundings);
    CommandLine sealpost =
        new CommandLine(new Sealpost())
            .addMixin("configuration", configuration)
            .addSubcommand(new StartCommand(configuration, screen))
            .addSubcommand(new AgentCommand(configuration))
            .addSubcommand(new ProxyCommand(configuration, screen))
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
            .addSubcommand(new SentCommand(configuration, screen));
    ServiceLoader.load(CommandExtension.class).forEach(sealpost::addSubcommand);
    return sealpost
        .setOut(screen.outWriter())
        .setErr(screen.errWriter())
        .registerConverter(Instant.class, Sealpost::instant)
        .registerConverter(LastDay.class, LastDay::of)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // What begins with an @ is a domain, not a file with more arguments.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(new UsageErrors(screen))
        .setExecutionExceptionHandler(new Failures(screen))
        .execute(arguments);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(Screen.WORDS.text("not-an-instant", text));
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), Screen.WORDS.text("command-missing", spec.qualifiedName()));
  }
}
