package org.sealpost.server.account;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Words;

/** The accounts of this installation, at least one. Immutable. */
public record MailAccounts(List<MailAccount> all) {
  private static final Words WORDS = Words.beside(MailAccounts.class);

  /** A reply has to have room for what to do. */
  private static final int LONGEST_SHOWN = 64;

  public MailAccounts {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no account");
    }
  }

  /** The account, if there is only one. */
  public Optional<MailAccount> sole() {
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /**
   * The account that a client means: the one that has this login name, in upper or lower case. A
   * name that none has is not tried anywhere: the card is for its owner and not for all whom the
   * real server knows, and the password may be another server's.
   */
  public AccountChoice meantBy(LoginName name) {
    Optional<MailAccount> meant = name.text().flatMap(this::byLogin);
    if (meant.isPresent()) {
      return new AccountChoice.Meant(meant.get());
    }
    return new AccountChoice.NoneMeant(
        name.text()
            .map(text -> WORDS.phrase("login.unknown", shown(text)))
            .orElseGet(() -> WORDS.phrase("login.unnamed")));
  }

  private Optional<MailAccount> byLogin(String login) {
    String wanted = login.toLowerCase(Locale.ROOT);
    return all.stream().filter(account -> account.logins().contains(wanted)).findFirst();
  }

  private static String shown(String login) {
    return login.length() <= LONGEST_SHOWN ? login : login.substring(0, LONGEST_SHOWN) + "...";
  }

  /** The account with this mail address, or with this alias. */
  public Optional<MailAccount> byAddress(String address) {
    return all.stream().filter(account -> account.account().owns(address)).findFirst();
  }
}
