package org.sealpost.server.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.setup.SetupParts.Passwords;
import org.sealpost.server.setup.find.LoginTrial;
import org.sealpost.server.setup.find.MailServer;

/** Tries the login where the user wants that; the password is kept nowhere. */
final class PasswordCheck {
  private static final Words WORDS = Words.beside(PasswordCheck.class);

  private final SetupParts parts;
  private final Wishes wishes;
  private final Dialogue dialogue;
  private final LoginTrial trial;

  PasswordCheck(SetupParts parts, Wishes wishes, Dialogue dialogue, List<Path> trusted) {
    this.parts = parts;
    this.wishes = wishes;
    this.dialogue = dialogue;
    this.trial = new LoginTrial(trusted, parts.patience());
  }

  /**
   * Tries it at all servers, where that is wanted.
   *
   * @param fresh whether some server is new, so that it is worth a question
   * @throws SetupFailed if one refuses it, and the user does not go on
   */
  void check(List<MailServer> servers, boolean fresh, String userName)
      throws IOException, SetupFailed {
    if (!isWanted(fresh)) {
      return;
    }
    Passwords passwords = parts.passwords();
    while (true) {
      Optional<MailServer> refusing = refusing(servers, userName, passwords);
      if (refusing.isEmpty() || wishes.untested()) {
        return;
      }
      boolean again =
          dialogue.asks()
              && passwords.areTyped()
              && dialogue.confirm(WORDS.phrase("ask.password-again"), true);
      if (!again) {
        bear(refusing.get());
        return;
      }
    }
  }

  private boolean isWanted(boolean fresh) throws IOException {
    return wishes.checkPassword()
        || (fresh
            && dialogue.asks()
            && dialogue.confirm(WORDS.phrase("ask.check-password"), false));
  }

  /** The first server that does not accept it. */
  private Optional<MailServer> refusing(
      List<MailServer> servers, String userName, Passwords passwords) throws IOException {
    byte[] password = passwords.ask(userName);
    try {
      if (password.length == 0) {
        dialogue.tell(WORDS.phrase("password.none"));
        return Optional.empty();
      }
      for (MailServer server : servers) {
        if (!isAccepted(server, userName, password)) {
          return Optional.of(server);
        }
      }
      return Optional.empty();
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  /** A server that cannot be asked is told of, and refuses nothing. */
  private boolean isAccepted(MailServer server, String userName, byte[] password) {
    Optional<String> refusal;
    try {
      refusal = trial.refusal(server, userName, password);
    } catch (IOException e) {
      dialogue.tell(WORDS.phrase("password.not-tried", server.shown(), Telling.of(e)));
      return true;
    }
    dialogue.tell(
        refusal.isEmpty()
            ? WORDS.phrase("password.accepted", server.shown(), userName)
            : WORDS.phrase("password.refused", server.shown(), userName, refusal.get()));
    return refusal.isEmpty();
  }

  private void bear(MailServer server) throws IOException, SetupFailed {
    if (!dialogue.asks() || !dialogue.confirm(WORDS.phrase("ask.untested"), false)) {
      throw new SetupFailed("password.give-up", server.shown());
    }
  }
}
