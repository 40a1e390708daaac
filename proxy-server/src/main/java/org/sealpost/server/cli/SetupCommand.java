package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.SettingsException;
import org.sealpost.server.setup.AccountFinder;
import org.sealpost.server.setup.ClientValues;
import org.sealpost.server.setup.MissingAnswers;
import org.sealpost.server.setup.Setup;
import org.sealpost.server.setup.SetupFailed;
import org.sealpost.server.setup.SetupParts;
import org.sealpost.server.setup.SetupResult;
import org.sealpost.server.setup.client.ClientSettings;
import org.sealpost.server.setup.client.ClientSheet;
import org.sealpost.server.setup.client.MailClient;
import org.sealpost.server.setup.find.MailDns;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.fetch.AddressPolicy;
import org.sealpost.trust.fetch.HttpFetcher;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sealpost setup}: from a mail address to a running proxy and a mail client's settings. */
@Command(name = "setup")
final class SetupCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;
  @Mixin private SetupOptions given = new SetupOptions();

  @Option(names = "--answers", paramLabel = "FILE", descriptionKey = "setup-answers")
  private Optional<Path> answers = Optional.empty();

  @Option(names = "--output", paramLabel = "FILE", descriptionKey = "setup-output")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--verbose", descriptionKey = "setup-verbose")
  private boolean verbose;

  @Option(names = JsonFailure.OPTION, descriptionKey = "setup-json")
  private boolean json;

  SetupCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    SetupOptions options = options();
    if (options.client().isPresent()) {
      return client(options.client().get(), options.address());
    }
    if (output.isPresent()) {
      throw new UsageError(spec, "setup.output-alone");
    }
    SetupResult result = setUp(options);
    SetupReport report = new SetupReport(screen, configuration, json);
    return report.finish(
        result, options.start(), clientSettings(result.settings(), result.address()));
  }

  /** What the file with answers says, where nothing else was said. */
  private SetupOptions options() throws CommandFailed {
    if (answers.isEmpty()) {
      return given;
    }
    SetupOptions all = new SetupOptions();
    CommandLine reader = new CommandLine(CommandSpec.forAnnotatedObject(all));
    List<String> arguments =
        AnswersFile.arguments(answers.get(), reader, spec.commandLine().getParseResult());
    try {
      reader.parseArgs(arguments.toArray(String[]::new));
      return all;
    } catch (ParameterException e) {
      throw new CommandFailed(
          "setup.bad-answers", PlainText.of(answers.get().toString()), e.getMessage());
    }
  }

  private SetupResult setUp(SetupOptions options)
      throws IOException, InterruptedException, SettingsException, SetupFailed {
    TerminalDialogue dialogue =
        new TerminalDialogue(screen, !json && !options.yes(), json, verbose);
    try (HttpFetcher fetcher = new HttpFetcher(AddressPolicy.TRUSTED_ISSUERS)) {
      SetupParts parts =
          new SetupParts(
              configuration.ownFile(),
              configuration.isNamed(),
              configuration.surroundings(),
              screen.language(),
              fetcher,
              MailDns.ofThisSystem(),
              new CardsForSetup(configuration, configuration.surroundings()),
              PATIENCE,
              options.passwords(screen));
      return new Setup(parts, options.wishes(), dialogue).run();
    } catch (MissingAnswers e) {
      throw new UsageError(spec, "setup.missing", String.join(", ", e.options()));
    }
  }

  private int client(MailClient client, Optional<String> address) throws Exception {
    Settings settings = configuration.settings();
    ClientSettings values = clientSettings(settings, chosen(settings, address));
    if (output.isPresent()) {
      String content =
          client
              .file(values)
              .orElseThrow(() -> new UsageError(spec, "setup.no-file", client.written()));
      NewFile.write(output.get(), content.getBytes(StandardCharsets.UTF_8));
      show(ClientSheet.useOfFile(client, values, output.get().toString()));
      return 0;
    }
    if (json) {
      screen.out().println(SetupReport.json(values));
      return 0;
    }
    ClientSheet.of(client, values).forEach(this::show);
    return 0;
  }

  private void show(Phrase part) {
    screen.out().println(Paragraphs.on(screen).of(part.in(screen.language())));
  }

  private String chosen(Settings settings, Optional<String> address) {
    if (address.isPresent()) {
      return address.get();
    }
    List<AccountSettings> accounts = settings.accounts();
    if (accounts.size() != 1) {
      throw new UsageError(
          spec, accounts.isEmpty() ? "setup.no-account" : "setup.several-accounts");
    }
    return accounts.getFirst().account().address();
  }

  private ClientSettings clientSettings(Settings settings, String address) throws IOException {
    AccountSettings account =
        AccountFinder.of(settings, address)
            .orElseThrow(() -> new UsageError(spec, "setup.no-such-account", address));
    return ClientValues.of(settings, account);
  }
}
