package org.sealpost.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The accounts of this installation, at least one. Immutable. */
public record MailAccounts(List<MailAccount> all) {
  public MailAccounts {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no account");
    }
  }

  /** The account, if there is only one: then a client can mean no other. */
  public Optional<MailAccount> sole() {
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** The account that a client means by a login name. */
  public Optional<MailAccount> byLogin(String login) {
    String wanted = login.toLowerCase(Locale.ROOT);
    return all.stream().filter(account -> account.logins().contains(wanted)).findFirst();
  }

  /** The account with this mail address. */
  public Optional<MailAccount> byAddress(String address) {
    return all.stream()
        .filter(account -> account.account().address().equalsIgnoreCase(address))
        .findFirst();
  }
}
