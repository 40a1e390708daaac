package org.sealpost.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.Settings.ServerSettings;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;

/** Makes the accounts that the servers work with from the settings. */
public final class ConfiguredAccounts {
  private static final Words WORDS = Words.beside(ConfiguredAccounts.class);

  private ConfiguredAccounts() {}

  /**
   * Says what leaves a proxy nothing to do.
   *
   * @throws SettingsException if there is no account, or nothing would listen
   */
  public static void check(Settings settings) throws SettingsException {
    if (settings.listen().smtp().isEmpty() && settings.listen().pop3().isEmpty()) {
      throw new SettingsException(List.of(WORDS.phrase("nothing-listens", place(settings))));
    }
    if (settings.accounts().isEmpty()) {
      String wording = settings.file().isPresent() ? "no-account" : "no-configuration";
      throw new SettingsException(List.of(WORDS.phrase(wording, place(settings))));
    }
  }

  /**
   * The accounts, with the certificates that vouch for each real server.
   *
   * @throws SettingsException as {@link #check}
   * @throws IOException if a file of trusted certificates cannot be read
   */
  public static MailAccounts of(Settings settings) throws SettingsException, IOException {
    check(settings);
    TlsTrust trust = TlsTrust.of(settings.upstream().trustedCertificates());
    List<MailAccount> accounts = new ArrayList<>();
    for (AccountSettings account : settings.accounts()) {
      accounts.add(
          new MailAccount(
              account.account(),
              new HashSet<>(account.logins()),
              upstream(account.smtp(), trust),
              upstream(account.pop3(), trust),
              account.smtpLogin()));
    }
    return new MailAccounts(accounts);
  }

  private static Optional<Upstream> upstream(Optional<ServerSettings> server, TlsTrust trust) {
    return server.map(
        it -> new Upstream(it.host(), it.port(), it.tls(), TlsClient.of(it.host(), trust)));
  }

  private static String place(Settings settings) {
    return settings
        .file()
        .or(() -> Surroundings.ofThisProcess().configurationFiles().stream().findFirst())
        .map(Path::toString)
        .orElseThrow();
  }
}
