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

/** Makes the accounts that the servers work with from the settings. */
public final class ConfiguredAccounts {
  private static final Words WORDS = Words.beside(ConfiguredAccounts.class);

  private ConfiguredAccounts() {}

  /**
   * The accounts, with TLS prepared for each real server.
   *
   * @throws SettingsException if there is no account, or nothing would listen
   * @throws IOException if a file of trusted certificates cannot be read
   */
  public static MailAccounts of(Settings settings) throws SettingsException, IOException {
    if (settings.listen().smtp().isEmpty() && settings.listen().pop3().isEmpty()) {
      throw new SettingsException(List.of(WORDS.phrase("nothing-listens", place(settings))));
    }
    if (settings.accounts().isEmpty()) {
      String wording = settings.file().isPresent() ? "no-account" : "no-configuration";
      throw new SettingsException(List.of(WORDS.phrase(wording, place(settings))));
    }
    List<Path> trusted = settings.upstream().trustedCertificates();
    List<MailAccount> accounts = new ArrayList<>();
    for (AccountSettings account : settings.accounts()) {
      accounts.add(
          new MailAccount(
              account.account(),
              new HashSet<>(account.logins()),
              upstream(account.smtp(), trusted),
              upstream(account.pop3(), trusted),
              account.smtpLogin()));
    }
    return new MailAccounts(accounts);
  }

  private static Optional<Upstream> upstream(Optional<ServerSettings> server, List<Path> trusted)
      throws IOException {
    if (server.isEmpty()) {
      return Optional.empty();
    }
    String host = server.get().host();
    return Optional.of(
        new Upstream(host, server.get().port(), server.get().tls(), TlsClient.of(host, trusted)));
  }

  private static String place(Settings settings) {
    return settings
        .file()
        .or(() -> Surroundings.ofThisProcess().configurationFiles().stream().findFirst())
        .map(Path::toString)
        .orElseThrow();
  }
}
