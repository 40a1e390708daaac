package org.sealpost.server.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.sealpost.failure.Phrase;
import org.sealpost.journal.SentMail;
import org.sealpost.policy.Account;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.console.Overview.AccountTile;
import org.sealpost.server.console.Overview.Server;
import org.sealpost.server.console.Overview.Trouble;
import org.sealpost.trust.PlainText;
import org.sealpost.verdicts.KeptMail;

/** The mail accounts for the overview. Thread-safe. */
final class Accounts {
  /** Among so many of the last mails an account's own are looked for. */
  private static final int LOOKED_AT = 200;

  private final ConsoleParts parts;

  Accounts(ConsoleParts parts) {
    this.parts = parts;
  }

  List<AccountTile> tiles() {
    List<SentMail> sent = parts.sentMails().last(LOOKED_AT);
    List<KeptMail> opened = parts.history().last(LOOKED_AT);
    List<Monitoring.Server> tried = parts.monitoring().servers().get();
    return parts.settings().accounts().stream()
        .map(account -> tile(account, sent, opened, tried))
        .toList();
  }

  private static AccountTile tile(
      AccountSettings settings,
      List<SentMail> sent,
      List<KeptMail> opened,
      List<Monitoring.Server> tried) {
    Account account = settings.account();
    List<Server> servers = new ArrayList<>();
    settings.smtp().ifPresent(server -> servers.add(server("smtp", server, tried)));
    settings.pop3().ifPresent(server -> servers.add(server("pop3", server, tried)));
    Predicate<SentMail> own = mail -> mail.account().equalsIgnoreCase(account.address());
    Optional<SentMail> last = sent.stream().filter(own).filter(SentMail::isSent).findFirst();
    return new AccountTile(
        PlainText.of(account.address()),
        PlainText.of(String.join(", ", account.aliases())),
        token(account.sign()),
        token(account.encrypt()),
        servers,
        last.map(SentMail::time),
        opened.stream()
            .filter(mail -> mail.account().equalsIgnoreCase(account.address()))
            .findFirst()
            .map(KeptMail::opened),
        sent.stream()
            .filter(own)
            .filter(mail -> !mail.isSent())
            .findFirst()
            // What was sent since then shows that it is over.
            .filter(mail -> last.filter(it -> it.time().isAfter(mail.time())).isEmpty())
            .map(mail -> new Trouble(mail.time(), reason(mail))));
  }

  private static Phrase reason(SentMail mail) {
    return mail.reply();
  }

  private static Server server(
      String protocol, ServerSettings server, List<Monitoring.Server> tried) {
    Optional<Monitoring.Server> last =
        tried.stream()
            .filter(it -> it.protocol().equals(protocol) && it.port() == server.port())
            .filter(it -> it.host().equalsIgnoreCase(server.host()))
            .findFirst();
    String state = last.map(it -> it.reached() ? "reached" : "failing").orElse("untried");
    return new Server(
        protocol,
        PlainText.of(server.host()) + ":" + server.port(),
        token(server.tls()),
        state,
        state.equals("reached") ? "check" : state.equals("failing") ? "cross" : "dash",
        state.equals("reached") ? "good" : state.equals("failing") ? "bad" : "faint",
        last.map(Monitoring.Server::at));
  }

  private static String token(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
