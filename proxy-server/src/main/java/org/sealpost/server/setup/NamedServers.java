package org.sealpost.server.setup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.setup.find.Candidate;
import org.sealpost.server.setup.find.MailProtocol;
import org.sealpost.server.setup.find.MailServer;
import org.sealpost.server.setup.find.Trial;
import org.sealpost.server.setup.find.Trials;
import org.sealpost.trust.PlainText;

/** Servers that the user names: each is tried, and used only as the user wants it. */
final class NamedServers {
  private static final Words WORDS = Words.beside(NamedServers.class);

  private final Wishes wishes;
  private final Dialogue dialogue;
  private final Trials trials;

  NamedServers(Wishes wishes, Dialogue dialogue, Trials trials) {
    this.wishes = wishes;
    this.dialogue = dialogue;
    this.trials = trials;
  }

  /**
   * Asks for one until there is one.
   *
   * @param offered what an empty answer means; empty for nothing
   */
  Candidate ask(MailProtocol protocol, Optional<MailServer> offered)
      throws IOException, InterruptedException, SetupFailed {
    String standard = offered.map(MailServer::shown).orElse("");
    while (true) {
      String answer = dialogue.ask(WORDS.phrase("ask.server." + protocol.name()), standard);
      List<MailServer> meant = MailServer.meant(protocol, answer);
      if (!meant.isEmpty()) {
        return accept(meant);
      }
      dialogue.tell(
          answer.isBlank()
              ? WORDS.phrase("servers.needed")
              : WORDS.phrase("servers.not-one", PlainText.of(answer)));
    }
  }

  /**
   * Tries what may be meant and takes the first that works.
   *
   * @throws SetupFailed if none does, or it is without TLS, and the user does not want it so
   */
  Candidate accept(List<MailServer> meant) throws IOException, InterruptedException, SetupFailed {
    MailServer first = meant.getFirst();
    if (first.tls() == Upstream.Mode.NONE && !wishes.plainText()) {
      if (!dialogue.confirm(WORDS.phrase("ask.plain-text", first.host()), false)) {
        throw new SetupFailed("servers.plain-refused", first.host());
      }
    }
    List<Trial> outcomes = trials.of(meant);
    outcomes.forEach(trial -> dialogue.detail(told(trial)));
    Trial trial =
        outcomes.stream()
            .filter(Trial.Works.class::isInstance)
            .findFirst()
            .orElseGet(outcomes::getFirst);
    switch (trial) {
      case Trial.Works works -> {
        if (meant.size() > 1) {
          dialogue.tell(
              WORDS.phrase(
                  "servers.found." + works.server().protocol().name(), works.server().shown()));
        }
        if (works.takesNoPassword()) {
          dialogue.tell(WORDS.phrase("servers.oauth-only", works.server().host()));
        }
      }
      case Trial.Fails fails -> bear(fails);
    }
    return new Candidate(trial.server(), Optional.empty(), false, true);
  }

  private void bear(Trial.Fails trial) throws IOException, SetupFailed {
    if (wishes.untested()) {
      dialogue.tell(WORDS.phrase("servers.untested", trial.server().shown(), trial.why()));
      return;
    }
    dialogue.tell(WORDS.phrase("servers.failed", trial.server().shown(), trial.why()));
    if (!dialogue.asks() || !dialogue.confirm(WORDS.phrase("ask.untested"), false)) {
      throw new SetupFailed("servers.give-up", trial.server().shown());
    }
  }

  /** How a server was, for those who want to know all. */
  static Phrase told(Trial trial) {
    return switch (trial) {
      case Trial.Works works ->
          WORDS.phrase(
              "trial.works",
              works.server().shown(),
              PlainText.of(String.join(", ", works.logins())));
      case Trial.Fails fails -> WORDS.phrase("trial.fails", fails.server().shown(), fails.why());
    };
  }
}
