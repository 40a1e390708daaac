package org.sealpost.server.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import org.sealpost.failure.Language;
import org.sealpost.server.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code sealpost} command. Its exit status is 0 if all was done, 1 if something failed, 2 if
 * the arguments or the configuration are wrong.
 */
@Command(
    name = "sealpost",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Sealpost implements Runnable {
  @Spec private CommandSpec spec;

  private Sealpost() {}

  /** Runs the command and ends the process. */
  public static void main(String[] arguments) {
    Carriers.prepare();
    Locale language =
        CommandLanguage.among(arguments)
            .or(() -> CommandLanguage.of(System.getenv()))
            .orElseGet(Language::ofThisSystem);
    // For all that asks for the system's language, as the settings do where they name none.
    Locale.setDefault(Locale.Category.DISPLAY, language);
    System.exit(execute(Screen.ofThisProcess(language), Surroundings.ofThisProcess(), arguments));
  }

  /** Runs the command within this process; returns its exit status. */
  static int execute(Screen shown, Surroundings surroundings, String... arguments) {
    Screen screen = CommandLanguage.among(arguments).map(shown::in).orElse(shown);
    return commandLine(screen, surroundings).execute(arguments);
  }

  /** The command with all its subcommands. */
  static CommandLine commandLine(Screen screen, Surroundings surroundings) {
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
            .addSubcommand(new SentCommand(configuration, screen))
            .addSubcommand(new CompletionCommand(screen))
            .addSubcommand(new HelpCommand(screen));
    ServiceLoader.load(CommandExtension.class).forEach(sealpost::addSubcommand);
    return sealpost
        .setResourceBundle(help(screen.language()))
        .setColorScheme(Help.defaultColorScheme(screen.colours() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setOut(screen.outWriter())
        .setErr(screen.errWriter())
        .registerConverter(Instant.class, Sealpost::instant)
        .registerConverter(LastDay.class, LastDay::of)
        .setCaseInsensitiveEnumValuesAllowed(true)
        // What begins with an @ is a domain, not a file with more arguments.
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(new UsageErrors(screen))
        .setExecutionExceptionHandler(new Failures(screen));
  }

  private static ResourceBundle help(Locale language) {
    return ResourceBundle.getBundle(
        Sealpost.class.getPackageName() + ".messages",
        language,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
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
