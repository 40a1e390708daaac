package org.sealpost.server.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Surroundings;
import org.sealpost.server.setup.find.MailDns;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;
import org.sealpost.server.setup.find.MailStandIn;
import org.sealpost.server.setup.find.MailStandIn.Identity;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;
import org.xbill.DNS.SimpleResolver;

/** A provider with its two servers, and a user without anything. */
final class SetupStage implements AutoCloseable {
  final Path home;
  final MailStandIn smtp;
  final MailStandIn pop3;
  final Person person = new Person();

  /** What the provider's web server says. */
  String page = "";

  /** What the user types, in turn; nothing more is asked for. */
  final Deque<String> passwords = new ArrayDeque<>();

  /** The machine's configuration; then the user's is the usual one. */
  Optional<Path> machine = Optional.empty();

  MailDns dns;

  SetupParts.Cards cards =
      (_, _) -> {
        throw new IOException("There is no agent.");
      };

  private final Path trusted;

  SetupStage(Path home) throws Exception {
    this.home = home;
    Identity identity = Identity.good();
    trusted = identity.writeTo(home.resolve("provider.pem"));
    smtp = MailStandIn.of(MailProtocol.SMTP, identity, "PLAIN");
    pop3 = MailStandIn.of(MailProtocol.POP3, identity, "PLAIN");
    SimpleResolver nobody = new SimpleResolver("127.0.0.1");
    nobody.setPort(1);
    dns = new MailDns(nobody);
  }

  private final class Web implements Fetcher {
    @Override
    public Fetcher.Answer get(URI uri, Validators known, Limits limits, OutputStream body)
        throws FetchException {
      if (page.isEmpty() || !uri.getHost().startsWith("autoconfig.")) {
        throw new FetchException(Phrase.verbatim("There is nothing."));
      }
      try {
        body.write(page.getBytes(UTF_8));
      } catch (IOException e) {
        throw new FetchException(Phrase.verbatim("broken"), e);
      }
      return new Fetcher.Answer.Fresh(Validators.none(), 0);
    }

    @Override
    public byte[] post(URI uri, String contentType, byte[] request, Limits limits) {
      throw new AssertionError("the set-up sends nothing by HTTP: " + uri);
    }
  }

  Path file() {
    return home.resolve(".config/sealpost/sealpost.conf");
  }

  Surroundings surroundings() {
    return new Surroundings(home, Map.of(), machine);
  }

  SetupResult run(Wishes wishes) throws Exception {
    SetupParts parts =
        new SetupParts(
            file(),
            machine.isEmpty(),
            surroundings(),
            Locale.ENGLISH,
            new Web(),
            dns,
            cards,
            Duration.ofSeconds(5),
            _ -> passwords.remove().getBytes(UTF_8));
    return new Setup(parts, wishes, person).run();
  }

  /** Nobody is there who could be asked. */
  SetupResult script(String address) throws Exception {
    person.there = false;
    return run(wishes(true, Optional.of(address), Optional.empty(), false));
  }

  Wishes wishes(
      boolean yes, Optional<String> address, Optional<MailServer> sending, boolean password) {
    return wishes(yes, address, sending, password, List.of(trusted));
  }

  private static Wishes wishes(
      boolean yes,
      Optional<String> address,
      Optional<MailServer> sending,
      boolean password,
      List<Path> trusted) {
    return new Wishes(
        address,
        sending,
        Optional.empty(),
        Optional.empty(),
        password,
        Optional.empty(),
        false,
        false,
        trusted,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        yes);
  }

  /** Says nothing beforehand but which CA is to be trusted. */
  Wishes nothing() {
    return wishes(false, Optional.empty(), Optional.empty(), false);
  }

  /** Says nothing at all beforehand. */
  static Wishes none() {
    return wishes(false, Optional.empty(), Optional.empty(), false, List.of());
  }

  private static String server(String element, String type, int port) {
    return "<%s type='%s'><hostname>localhost</hostname><port>%d</port><socketType>SSL</socketType>"
            .formatted(element, type, port)
        + "<username>%EMAILLOCALPART%</username></"
        + element
        + ">";
  }

  void providerTellsItsServers() {
    page =
        "<clientConfig>"
            + server("incomingServer", "pop3", pop3.port())
            + server("outgoingServer", "smtp", smtp.port())
            + "</clientConfig>";
  }

  @Override
  public void close() throws IOException {
    smtp.close();
    pop3.close();
  }
}
