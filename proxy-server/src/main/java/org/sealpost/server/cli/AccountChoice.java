package org.sealpost.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Model.CommandSpec;

/** Which account of the configuration a command is about. */
final class AccountChoice {
  private final CommandSpec spec;
  private final List<AccountSettings> accounts;

  AccountChoice(CommandSpec spec, Settings settings) {
    this.spec = spec;
    this.accounts = settings.accounts();
  }

  /**
   * The one that is named by its address or an alias; without a name the only one.
   *
   * @throws UsageError if there is none of that name, or several and none is named
   */
  AccountSettings of(Optional<String> written) throws CommandFailed {
    if (accounts.isEmpty()) {
      throw new CommandFailed("account.none");
    }
    if (written.isPresent()) {
      return named(written.get());
    }
    if (accounts.size() > 1) {
      throw wrong("account.which", addresses());
    }
    return accounts.getFirst();
  }

  private AccountSettings named(String written) {
    return accounts.stream()
        .filter(it -> it.account().owns(written))
        .findFirst()
        .orElseThrow(() -> wrong("account.not-one", PlainText.of(written), addresses()));
  }

  private String addresses() {
    return accounts.stream().map(it -> it.account().address()).collect(Collectors.joining(", "));
  }

  private UsageError wrong(String wording, Object... arguments) {
    return new UsageError(spec, wording, arguments);
  }
}
