package org.sealpost.server.setup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.AccountSettings;
import org.sealpost.server.setup.client.ClientSettings;
import org.sealpost.server.setup.client.LocalCertificate;

/** What a mail client is to use, by the configuration. Stateless. */
public final class ClientValues {
  private ClientValues() {}

  /**
   * For one account.
   *
   * @throws IOException if the certificate for localhost cannot be read
   */
  public static ClientSettings of(Settings settings, AccountSettings account) throws IOException {
    return new ClientSettings(
        account.account().address(),
        userName(settings, account),
        settings.listen().pop3(),
        settings.listen().smtp(),
        LocalCertificate.in(settings.tlsDir()));
  }

  /** What a client says, in the letters in which the configuration has it. */
  static String userName(Settings settings, AccountSettings account) {
    String address = account.account().address();
    return settings
        .file()
        .flatMap(file -> written(file, address))
        .orElseGet(() -> standard(account, address));
  }

  private static String standard(AccountSettings account, String address) {
    return account.logins().stream()
        .filter(address::equalsIgnoreCase)
        .findFirst()
        .map(_ -> address)
        .orElseGet(() -> account.logins().getFirst());
  }

  /** As the user wrote it: some servers tell upper from lower case, where Sealpost does not. */
  private static Optional<String> written(Path file, String address) {
    try {
      Config config = ConfigFactory.parseFile(file.toFile()).resolve();
      return config.getConfigList("sealpost.accounts").stream()
          .filter(it -> it.getString("address").equalsIgnoreCase(address) && it.hasPath("login"))
          .map(ClientValues::login)
          .findFirst();
    } catch (ConfigException _) {
      // What cannot be read so has been read in another way; the settings have it in lower case.
      return Optional.empty();
    }
  }

  private static String login(Config account) {
    return account.getValue("login").valueType() == ConfigValueType.LIST
        ? account.getStringList("login").getFirst()
        : account.getString("login");
  }
}
