package org.sealpost.server.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.server.account.AccountChoice;
import org.sealpost.server.account.LoginName;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.session.HttpMethods;

/**
 * The AUTHORIZATION state (RFC 1939 §4): relays every way of logging in, and learns from the user's
 * name which account is meant. Keeps no password. For one thread.
 */
final class Authorization {
  private static final Words WORDS = Words.beside(Authorization.class);

  /** A client that does not speak POP3 shall not go on for ever. */
  private static final int MAX_ERRORS = 20;

  private final Pop3Client client;
  private final Upstreams upstreams;
  private final Services services;
  private final SaslRelay sasl;

  /** The account of a USER that the server accepted. */
  private Optional<Login> named = Optional.empty();

  private Optional<Login> login = Optional.empty();

  Authorization(Pop3Client client, Upstreams upstreams, Services services) {
    this.client = client;
    this.upstreams = upstreams;
    this.services = services;
    this.sasl = new SaslRelay(client, upstreams, services.accounts());
  }

  /** Greets with the server's timestamp, which APOP (RFC 1939 §7) and the server will check. */
  void greet() throws IOException {
    Optional<String> timestamp = timestamp();
    String greeting = WORDS.text("greeting");
    client.ok(timestamp.map(it -> greeting + " " + it).orElse(greeting));
  }

  private Optional<String> timestamp() throws IOException {
    Optional<Pop3Upstream> sole = upstreams.sole();
    return sole.isPresent() ? sole.get().timestamp() : Optional.empty();
  }

  /**
   * Runs until the client is logged in or ends the session.
   *
   * @return the login, or empty after QUIT
   * @throws java.io.EOFException where the client left
   * @throws DismissedException where a web browser speaks, or one that knows no POP3
   */
  Optional<Login> run() throws IOException {
    while (true) {
      Command command = client.commandOrAuth();
      if (command.verb().equals("QUIT")) {
        client.ok(WORDS.phrase("bye"));
        return Optional.empty();
      }
      if (HttpMethods.contains(command.verb())) {
        throw new DismissedException(WORDS.phrase("http"));
      }
      answer(command);
      if (client.errors() >= MAX_ERRORS) {
        throw new DismissedException(WORDS.phrase("too-many-errors"));
      }
      if (login.isPresent()) {
        upstreams.keepOnly(login.get().upstream());
        login.get().upstream().forgetCapabilities();
        return login;
      }
    }
  }

  private void answer(Command command) throws IOException {
    switch (command.verb()) {
      case "CAPA" -> client.lines(WORDS.phrase("capabilities"), capabilities().lines(offerStls()));
      case "STLS" -> stls(command);
      case "USER" -> user(command);
      case "PASS" -> pass(command);
      case "APOP" -> apop(command);
      case "AUTH" -> auth(command);
      case "LANG" -> new LanguageCommand(client, services.language()).answer(command);
      case "UTF8" -> utf8(command);
      case "STAT", "LIST", "UIDL", "TOP", "RETR", "DELE", "RSET", "NOOP" ->
          client.error(ResponseCode.NONE, WORDS.phrase("log-in-first"));
      default -> client.error(ResponseCode.NONE, WORDS.phrase("unknown-command"));
    }
  }

  private boolean offerStls() {
    return !client.isSecure();
  }

  private CapabilityList capabilities() throws IOException {
    List<Capabilities> servers = new ArrayList<>();
    for (Pop3Upstream upstream : upstreams.present()) {
      servers.add(upstream.capabilities());
    }
    return new CapabilityList(servers, upstreams.sole().isPresent());
  }

  private void stls(Command command) throws IOException {
    if (!command.argument().isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("tls.argument"));
      return;
    }
    if (client.isSecure()) {
      client.error(ResponseCode.NONE, WORDS.phrase("tls.already"));
      return;
    }
    client.startTls(services.tls(), WORDS.phrase("tls.go"));
    // A name said in the clear may be an attacker's (RFC 2595 §4).
    named = Optional.empty();
  }

  private void user(Command command) throws IOException {
    named = Optional.empty();
    if (command.argument().isBlank()) {
      client.error(ResponseCode.NONE, WORDS.phrase("user.missing"));
      return;
    }
    Optional<MailAccount> account = account(command.argument().trim());
    if (account.isEmpty()) {
      return;
    }
    Pop3Upstream upstream = upstreams.of(account.get());
    Reply reply = upstream.command("USER " + command.argument());
    client.relay(reply);
    if (reply.ok()) {
      named = Optional.of(new Login(account.get(), upstream));
    }
  }

  private void pass(Command command) throws IOException {
    if (named.isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("user.first"));
      return;
    }
    Login wanted = named.get();
    named = Optional.empty();
    finish(wanted, wanted.upstream().command("PASS " + command.argument()));
  }

  private void apop(Command command) throws IOException {
    List<String> arguments = command.arguments();
    if (timestamp().isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("apop.unavailable"));
    } else if (arguments.size() != 2) {
      client.error(ResponseCode.NONE, WORDS.phrase("apop.arguments"));
    } else {
      Optional<MailAccount> account = account(arguments.getFirst());
      if (account.isPresent()) {
        Login wanted = new Login(account.get(), upstreams.of(account.get()));
        finish(wanted, wanted.upstream().command("APOP " + String.join(" ", arguments)));
      }
    }
  }

  private void auth(Command command) throws IOException {
    if (command.arguments().isEmpty()) {
      client.lines(WORDS.phrase("auth.mechanisms"), capabilities().mechanisms());
      return;
    }
    login = sasl.authenticate(command.arguments());
  }

  private void utf8(Command command) throws IOException {
    Optional<Pop3Upstream> sole = upstreams.sole();
    if (sole.isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("unknown-command"));
      return;
    }
    new Utf8Command(client, sole.get(), services.language()).answer(command);
  }

  private Optional<MailAccount> account(String user) throws IOException {
    return switch (services.accounts().meantBy(LoginName.of(utf8(user)))) {
      case AccountChoice.Meant meant -> Optional.of(meant.account());
      case AccountChoice.NoneMeant none -> {
        client.error(ResponseCode.AUTH, none.reason());
        yield Optional.empty();
      }
    };
  }

  /** A name is in UTF-8 (RFC 6856 §2.2), if it is not in ASCII. */
  private static String utf8(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private void finish(Login wanted, Reply reply) throws IOException {
    client.relay(reply);
    login = reply.ok() ? Optional.of(wanted) : Optional.empty();
  }
}
