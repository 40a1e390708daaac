package org.sealpost.server.setup;

import java.util.Optional;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;

/** Finds an account by its address, in which case does not count. Stateless. */
public final class AccountFinder {
  private AccountFinder() {}

  /** The account with this address, if there is one. */
  public static Optional<AccountSettings> of(Settings settings, String address) {
    return settings.accounts().stream()
        .filter(it -> it.account().address().equalsIgnoreCase(address))
        .findFirst();
  }
}
