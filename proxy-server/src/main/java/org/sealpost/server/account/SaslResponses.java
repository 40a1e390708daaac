package org.sealpost.server.account;

import java.util.Optional;
import org.sealpost.failure.Words;

/**
 * What a client says in one run of one mechanism, as far as it tells whose login it is. The first
 * response names the user. A later one must not name another, and none may come where the mechanism
 * has none: a server that begins anew would then take a login of which we never saw the name. For
 * one thread.
 */
public final class SaslResponses {
  private static final Words WORDS = Words.beside(SaslResponses.class);

  private final SaslMechanism mechanism;
  private final MailAccounts accounts;
  private Optional<MailAccount> meant = Optional.empty();
  private int seen;

  /** Nothing was said yet. */
  public SaslResponses(SaslMechanism mechanism, MailAccounts accounts) {
    this.mechanism = mechanism;
    this.accounts = accounts;
  }

  /**
   * The account that is meant now that the client has said this too.
   *
   * @param response as it stands on the line, in base64; left as it is
   * @return empty if it is not base64
   */
  public Optional<AccountChoice> after(byte[] response) {
    seen++;
    if (seen > mechanism.responses()) {
      return Optional.of(changed());
    }
    if (seen == 2 && mechanism == SaslMechanism.LOGIN) {
      // The password.
      return meant.map(AccountChoice.Meant::new);
    }
    Optional<LoginName> name = LoginName.in(mechanism, response);
    if (seen > 1) {
      return name.map(this::stillMeant);
    }
    Optional<AccountChoice> choice = name.map(accounts::meantBy);
    if (choice.isPresent() && choice.get() instanceof AccountChoice.Meant first) {
      meant = Optional.of(first.account());
    }
    return choice;
  }

  private AccountChoice stillMeant(LoginName name) {
    AccountChoice first = meant.<AccountChoice>map(AccountChoice.Meant::new).orElse(changed());
    return name.text().isEmpty() || accounts.meantBy(name).equals(first) ? first : changed();
  }

  private static AccountChoice changed() {
    return new AccountChoice.NoneMeant(WORDS.phrase("login.changed"));
  }
}
