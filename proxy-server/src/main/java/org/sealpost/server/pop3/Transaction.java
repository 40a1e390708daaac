package org.sealpost.server.pop3;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.sealpost.failure.Words;

/**
 * The TRANSACTION state (RFC 1939 §5). Deletions are marked by the real server and made when it
 * gets the client's QUIT (§6); a session that ends otherwise deletes nothing. A QUIT that would
 * lose a mail is not passed on. For one thread.
 */
final class Transaction implements AutoCloseable {
  private static final Words WORDS = Words.beside(Transaction.class);

  private final Pop3Client client;
  private final Pop3Upstream upstream;
  private final KeptMails kept;
  private final Listing listing;
  private final Retrieval retrieval;
  private final Locale preferred;

  Transaction(Pop3Client client, Login login, Services services, Tally tally) {
    this.client = client;
    this.upstream = login.upstream();
    this.preferred = services.language();
    this.kept = new KeptMails(services.budget(), services.spools());
    MailSizes sizes = new MailSizes(services.sizes(), login.address());
    this.listing = new Listing(client, upstream, sizes);
    MailOpener opener =
        new MailOpener(
            services.inbound(),
            services.spools(),
            login.account().account(),
            services.limits().maxMailBytes(),
            services.keptBack());
    this.retrieval = new Retrieval(client, login, opener, kept, sizes, tally);
  }

  /**
   * Runs until QUIT.
   *
   * @throws java.io.EOFException where the client left without it
   */
  void run() throws IOException {
    while (true) {
      Command command = client.command();
      if (command.verb().equals("QUIT")) {
        quit();
        return;
      }
      answer(command);
    }
  }

  private void answer(Command command) throws IOException {
    switch (command.verb()) {
      case "STAT" -> listing.stat();
      case "LIST" -> listing.list(command);
      case "UIDL" -> listing.uidl(command);
      case "RETR" -> retr(command);
      case "TOP" -> top(command);
      case "DELE" -> dele(command);
      case "RSET" -> rset();
      case "NOOP" -> client.relay(upstream.command("NOOP"));
      case "CAPA" -> capa();
      case "LANG" -> new LanguageCommand(client, preferred).answer(command);
      case "USER", "PASS", "APOP", "AUTH", "STLS", "UTF8" ->
          client.error(ResponseCode.NONE, WORDS.phrase("logged-in-already"));
      default -> client.error(ResponseCode.NONE, WORDS.phrase("unknown-command"));
    }
  }

  private void retr(Command command) throws IOException {
    OptionalInt number = mailNumber(command, 1);
    if (number.isPresent()) {
      retrieval.answer(number.getAsInt(), new Extent.Whole());
    }
  }

  private void top(Command command) throws IOException {
    OptionalInt number = mailNumber(command, 2);
    if (number.isEmpty()) {
      return;
    }
    OptionalInt lines = Command.number(command.arguments().get(1));
    if (lines.isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("top.lines"));
      return;
    }
    retrieval.answer(number.getAsInt(), new Extent.Top(lines.getAsInt()));
  }

  private void dele(Command command) throws IOException {
    OptionalInt number = mailNumber(command, 1);
    if (number.isEmpty()) {
      return;
    }
    Reply reply = upstream.command("DELE " + number.getAsInt());
    if (reply.ok()) {
      kept.deleted(number.getAsInt());
    }
    client.relay(reply);
  }

  private void rset() throws IOException {
    Reply reply = upstream.command("RSET");
    if (reply.ok()) {
      kept.undelete();
    }
    client.relay(reply);
  }

  private void capa() throws IOException {
    CapabilityList list = new CapabilityList(List.of(upstream.capabilities()), true);
    client.lines(WORDS.phrase("capabilities"), list.lines(false));
  }

  /** The client has all its answers before the server is told that it may delete. */
  private void quit() throws IOException {
    client.flush();
    if (retrieval.quitWouldLoseMail()) {
      upstream.abort();
      client.error(ResponseCode.SYS_TEMP, WORDS.phrase("quit.withheld"));
      return;
    }
    client.relay(upstream.command("QUIT"));
    upstream.close();
  }

  /** The number of a mail, which is the first of so many arguments; else the client is told. */
  private OptionalInt mailNumber(Command command, int arguments) throws IOException {
    List<String> given = command.arguments();
    OptionalInt number =
        given.size() == arguments ? Command.mailNumber(given.getFirst()) : OptionalInt.empty();
    if (number.isEmpty()) {
      client.error(
          ResponseCode.NONE, WORDS.phrase(arguments == 1 ? "mail-number" : "top.arguments"));
    }
    return number;
  }

  @Override
  public void close() {
    kept.close();
  }
}
