package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.policy.SignatureForm;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.SaslMechanism;
import org.sealpost.server.net.Connection;
import org.sealpost.server.session.HttpMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialogue with one mail client, straight down on one virtual thread: greeting, then command
 * and reply until either side ends it. What the {@link Verbs} know of the dialogue is kept here.
 */
final class SmtpSession {
  /** What we call ourselves. */
  static final String HOST = "localhost";

  private static final Logger log = LoggerFactory.getLogger(SmtpSession.class);
  private static final Words WORDS = Words.beside(SmtpSession.class);

  /** A client that does not speak SMTP shall not go on for ever. */
  private static final int MAX_ERRORS = 20;

  /** Commands that come to nothing, and how many a client may say that has not logged in. */
  private static final Set<String> IDLE = Set.of("NOOP", "RSET", "VRFY", "HELP");

  private static final int MAX_IDLE = 20;

  private final Client client;
  private final Services services;
  private final Upstreams upstreams;
  private Optional<Extensions> extensions = Optional.empty();
  private Optional<MailAccount> account = Optional.empty();
  private Optional<Transaction> transaction = Optional.empty();
  private boolean utf8;
  private int errors;
  private int idleCommands;

  SmtpSession(Connection connection, Services services) {
    client = new Client(connection, services.limits());
    this.services = services;
    upstreams = new Upstreams(services.accounts(), services.opener(), services.idle());
  }

  /** The whole dialogue. The caller closes the connection. */
  void run() {
    try {
      talk();
    } catch (SocketTimeoutException e) {
      bye("4.4.2", "timeout");
    } catch (InterruptedIOException e) {
      bye("4.3.2", "closing");
    } catch (SSLException e) {
      log.info(
          "TLS with a mail client failed, it may not trust the certificate: {}", e.getMessage());
    } catch (IOException e) {
      log.debug("The client is gone", e);
    } finally {
      upstreams.close();
    }
  }

  private void talk() throws IOException {
    client.prompt(SmtpReply.of(220, HOST + " " + WORDS.text("greeting")));
    Optional<Runnable> onceTold = Optional.empty();
    boolean open = true;
    while (open) {
      Line line = services.idle().await(client::command);
      if (!(line instanceof Line.Lost)) {
        onceTold.ifPresent(Runnable::run);
      }
      Answer answer = answer(line);
      client.reply(inTheClientsLanguage(answer.reply()));
      utf8 = utf8 && transaction.isPresent();
      onceTold = answer.onceTold();
      open =
          switch (answer.next()) {
            case GO_ON -> true;
            case CLOSE -> false;
            case START_TLS -> {
              client.startTls(services.tls());
              extensions = Optional.empty();
              yield true;
            }
          };
    }
  }

  private void bye(String enhanced, String key) {
    // Only what was waited for was to be interrupted; the client is still to be told.
    Thread.interrupted();
    try {
      prompt(SmtpReply.of(421, enhanced, WORDS.phrase(key)));
    } catch (IOException e) {
      log.debug("The client is gone", e);
    }
  }

  /** Replies to a mail that was begun with SMTPUTF8 may be in UTF-8, no others. */
  private SmtpReply inTheClientsLanguage(SmtpReply reply) {
    return utf8 ? reply.in(services.language()) : reply;
  }

  /** MAIL was said with SMTPUTF8 (RFC 6531 §3.7.4.2): until the mail is over. */
  void speaksUtf8() {
    utf8 = true;
  }

  /** Says what the client waits for before the command is done. */
  void prompt(SmtpReply reply) throws IOException {
    client.prompt(inTheClientsLanguage(reply));
  }

  private Answer answer(Line line) throws IOException {
    Answer answer =
        switch (line) {
          case Line.Text text -> answer(Command.of(text.bytes()), text.bytes().length + 2);
          case Line.Refused refused -> Answer.of(500, "5.5.2", WORDS.phrase(key(refused.rule())));
          case Line.Lost lost ->
              new Answer(
                  SmtpReply.of(500, "5.5.2", WORDS.phrase(key(lost.rule()))), Answer.Next.CLOSE);
        };
    if (answer.reply().code() >= 500 && answer.reply().code() <= 504) {
      errors++;
    }
    return errors >= MAX_ERRORS ? Answer.of(421, "4.7.0", WORDS.phrase("too-many-errors")) : answer;
  }

  private static String key(Line.Rule rule) {
    return switch (rule) {
      case LENGTH -> "line.length";
      case CONTROL -> "line.control";
      case BARE_LF -> "line.bare-lf";
      case END -> "line.end";
    };
  }

  private Answer answer(Command command, int length) throws IOException {
    boolean mayBeLong = command.verb().equals("AUTH");
    if (length > services.limits().commandLine() && !mayBeLong) {
      return Answer.of(500, "5.5.2", WORDS.phrase("line.length"));
    }
    if (HttpMethods.contains(command.verb())) {
      return Answer.of(421, "4.7.0", WORDS.phrase("http"));
    }
    Optional<Verb> verb = Verbs.named(command.verb());
    if (verb.isEmpty()) {
      return Answer.of(500, "5.5.1", WORDS.phrase("unknown-command"));
    }
    if (!client.isAdmitted() && IDLE.contains(command.verb()) && ++idleCommands > MAX_IDLE) {
      errors++;
    }
    try {
      return verb.get().run(this, command);
    } catch (Failure e) {
      if (e.getCause() instanceof IOException cause) {
        // What the network says may hold a server's words; the client is told in words of ours.
        log.info(
            "{} failed: {} [{}]",
            command.verb(),
            e.enhancedCode(),
            cause.getClass().getSimpleName());
      }
      log.debug("{} failed: {}", command.verb(), e.enhancedCode(), e);
      return Answer.of(SmtpReply.of(e));
    } catch (RuntimeException e) {
      log.error("{} ended by a fault of ours", command.verb(), e);
      return Answer.of(421, "4.3.0", WORDS.phrase("fault"));
    } finally {
      command.wipe();
    }
  }

  Client client() {
    return client;
  }

  Services services() {
    return services;
  }

  /** What the last EHLO or HELO offered. */
  Optional<Extensions> extensions() {
    return extensions;
  }

  /**
   * EHLO or HELO was said: connects the real servers.
   *
   * @throws Failure if none can be reached
   */
  Extensions greeted(String name) throws IOException, Failure {
    if (account.isPresent()) {
      upstreamOf(account.get());
    } else {
      upstreams.openAll(name);
    }
    boolean mayAuthenticate = account.isEmpty() && !needsTls();
    Extensions offered =
        new Extensions(upstreams.common(), signatureForm(), !client.isSecure(), mayAuthenticate);
    extensions = Optional.of(offered);
    return offered;
  }

  /** Before it is known whose mails come, the one that needs most room. */
  private SignatureForm signatureForm() {
    return account.map(List::of).orElseGet(() -> services.accounts().all()).stream()
        .map(it -> it.account().signature())
        .max(Comparator.naturalOrder())
        .orElse(SignatureForm.CLEAR);
  }

  /** Whether passwords and mails must not come yet: they would be readable on a network. */
  boolean needsTls() {
    return !client.isLocal() && !client.isSecure();
  }

  /** The account that AUTH settled. */
  Optional<MailAccount> account() {
    return account;
  }

  /** AUTH succeeded. */
  void authenticated(MailAccount settled) {
    account = Optional.of(settled);
    client.admitted();
    upstreams.keepOnly(settled);
  }

  /**
   * The account's server.
   *
   * @throws Failure if it cannot be reached, or if the connection that was authenticated is gone:
   *     the client has to begin again then
   */
  SmtpUpstream upstreamOf(MailAccount wanted) throws IOException, Failure {
    if (account.isEmpty()) {
      return upstreams.of(wanted);
    }
    return upstreams.standing(wanted).orElseThrow(() -> UpstreamFailures.gone(wanted.smtp()));
  }

  /** The ways to log in at this server that can be relayed. */
  List<SaslMechanism> mechanisms(SmtpUpstream upstream) {
    return upstreams.mechanisms(upstream);
  }

  Optional<Transaction> transaction() {
    return transaction;
  }

  void begin(Transaction begun) {
    transaction = Optional.of(begun);
    client.admitted();
  }

  /** Ends the transaction, also at the real server. */
  void endTransaction() {
    endTransaction(false);
  }

  /**
   * Ends the transaction.
   *
   * @param overUpstream whether the real server has ended it already
   */
  void endTransaction(boolean overUpstream) {
    if (!overUpstream) {
      transaction.ifPresent(Transaction::abandon);
    }
    transaction = Optional.empty();
  }
}
