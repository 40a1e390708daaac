package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.TellingIoException;
import org.sealpost.mark.SealWord;
import org.sealpost.server.setup.SetupParts;
import org.sealpost.server.setup.Wishes;
import org.sealpost.server.setup.client.MailClient;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What can be said of a set-up, as options or by the same names in a file with answers. */
final class SetupOptions {
  @Option(names = "--address", paramLabel = "ADDRESS", descriptionKey = "setup-address")
  private Optional<String> address = Optional.empty();

  @Option(
      names = "--smtp",
      paramLabel = "SERVER",
      descriptionKey = "setup-smtp",
      converter = SmtpServerName.class)
  private Optional<MailServer> smtp = Optional.empty();

  @Option(
      names = "--pop3",
      paramLabel = "SERVER",
      descriptionKey = "setup-pop3",
      converter = Pop3ServerName.class)
  private Optional<MailServer> pop3 = Optional.empty();

  @Option(names = "--user-name", paramLabel = "NAME", descriptionKey = "setup-user-name")
  private Optional<String> userName = Optional.empty();

  @Option(names = "--check-password", descriptionKey = "setup-check-password")
  private boolean checkPassword;

  @Option(names = "--password-file", paramLabel = "FILE", descriptionKey = "setup-password-file")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(names = "--ispdb", negatable = true, descriptionKey = "setup-ispdb")
  private Optional<Boolean> ispdb = Optional.empty();

  @Option(names = "--allow-plain-text", descriptionKey = "setup-plain-text")
  private boolean plainText;

  @Option(names = "--untested", descriptionKey = "setup-untested")
  private boolean untested;

  @Option(names = "--server-ca", paramLabel = "FILE", descriptionKey = "setup-server-ca")
  private List<Path> trusted = new ArrayList<>();

  @Option(names = "--module", paramLabel = "FILE", descriptionKey = "setup-module")
  private Optional<String> module = Optional.empty();

  @Option(names = "--pkcs12", paramLabel = "FILE", descriptionKey = "setup-pkcs12")
  private List<Path> pkcs12 = new ArrayList<>();

  @Option(names = "--sign-without-address", negatable = true, descriptionKey = "setup-nameless")
  private Optional<Boolean> signWithoutAddress = Optional.empty();

  @Option(
      names = "--seal-word",
      paramLabel = "WORD",
      descriptionKey = "setup-seal-word",
      converter = ChosenSealWord.class)
  private Optional<String> sealWord = Optional.empty();

  @Option(
      names = "--smtp-port",
      paramLabel = "PORT",
      descriptionKey = "setup-smtp-port",
      converter = Port.class)
  private Optional<Integer> smtpPort = Optional.empty();

  @Option(
      names = "--pop3-port",
      paramLabel = "PORT",
      descriptionKey = "setup-pop3-port",
      converter = Port.class)
  private Optional<Integer> pop3Port = Optional.empty();

  @Option(
      names = "--console-port",
      paramLabel = "PORT",
      descriptionKey = "setup-console-port",
      converter = Port.class)
  private Optional<Integer> consolePort = Optional.empty();

  @Option(
      names = "--start",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      descriptionKey = "setup-start")
  private boolean start = true;

  @Option(
      names = "--client",
      paramLabel = "CLIENT",
      descriptionKey = "setup-client",
      converter = ClientName.class,
      completionCandidates = ClientNames.class)
  private Optional<MailClient> client = Optional.empty();

  @Option(names = "--yes", descriptionKey = "setup-yes")
  private boolean yes;

  Wishes wishes() {
    Map<String, Integer> ports = new HashMap<>();
    smtpPort.ifPresent(port -> ports.put("smtp", port));
    pop3Port.ifPresent(port -> ports.put("pop3", port));
    consolePort.ifPresent(port -> ports.put("console", port));
    return new Wishes(
        address,
        smtp,
        pop3,
        userName,
        checkPassword || passwordFile.isPresent(),
        ispdb,
        plainText,
        untested,
        trusted,
        module,
        pkcs12,
        signWithoutAddress,
        sealWord,
        ports,
        yes);
  }

  Optional<String> address() {
    return address;
  }

  /** Whence the password for a trial of the login comes. */
  SetupParts.Passwords passwords(Screen screen) {
    return new SetupParts.Passwords() {
      @Override
      public byte[] ask(String account) throws IOException {
        try (MailPassword password =
            passwordFile.isPresent()
                ? MailPassword.read(passwordFile.get())
                : MailPassword.ask(screen, account)) {
          return password.bytes().clone();
        } catch (CommandFailed e) {
          throw new TellingIoException(e.words(), e);
        }
      }

      @Override
      public boolean areTyped() {
        return passwordFile.isEmpty();
      }
    };
  }

  Optional<MailClient> client() {
    return client;
  }

  boolean yes() {
    return yes;
  }

  boolean start() {
    return start;
  }

  /** A server for outgoing mail. */
  static final class SmtpServerName implements ITypeConverter<MailServer> {
    @Override
    public MailServer convert(String text) {
      return server(MailProtocol.SMTP, text);
    }
  }

  /** A server for incoming mail. */
  static final class Pop3ServerName implements ITypeConverter<MailServer> {
    @Override
    public MailServer convert(String text) {
      return server(MailProtocol.POP3, text);
    }
  }

  private static MailServer server(MailProtocol protocol, String text) {
    return MailServer.parse(protocol, text)
        .orElseThrow(() -> new Misread("setup.not-a-server", PlainText.of(text)));
  }

  /** A port of this machine. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
      if (port < 1 || port > 65_535) {
        throw new Misread("setup.not-a-port", PlainText.of(text));
      }
      return port;
    }
  }

  /** A seal word; one that cannot be one is not repeated. */
  static final class ChosenSealWord implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!SealWord.isOne(text)) {
        throw new Misread("setup.not-a-seal-word", SealWord.SHORTEST, SealWord.LONGEST);
      }
      return text;
    }
  }

  /** The name of a mail client. */
  static final class ClientName implements ITypeConverter<MailClient> {
    @Override
    public MailClient convert(String text) {
      return MailClient.named(text)
          .orElseThrow(
              () ->
                  new Misread(
                      "setup.not-a-client",
                      PlainText.of(text),
                      String.join(", ", MailClient.names())));
    }
  }

  /** For completion. */
  static final class ClientNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    ClientNames() {
      super(MailClient.names());
    }
  }
}
