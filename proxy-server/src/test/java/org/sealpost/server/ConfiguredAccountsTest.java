package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;

class ConfiguredAccountsTest {
  private static final String ACCOUNT =
      """
      accounts = [{
        address = "a@example.test"
        pop3 { host = pop.example.test, port = 995, tls = implicit }
      }]
      """;

  @TempDir Path folder;

  @Test
  void anAccountThatOnlyFetchesHasNoServerForSending() throws Exception {
    MailAccount account = accounts("listen.smtp = \"\"\n" + ACCOUNT).all().getFirst();
    assertThat(account.submission()).isEmpty();
    assertThat(account.pop3().host()).isEqualTo("pop.example.test");
    assertThat(account.logins()).containsExactlyInAnyOrder("a@example.test", "a");
  }

  @Test
  void aProxyThatWouldServeNobodyDoesNotStart() {
    assertThatThrownBy(() -> accounts("listen { smtp = \"\", pop3 = \"\" }"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("nothing would listen");
    assertThatThrownBy(() -> accounts(""))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("there is no mail account");
  }

  @Test
  void aFileOfTrustedCertificatesThatIsMissingIsNamed() {
    assertThatThrownBy(
            () ->
                accounts(
                    "listen.smtp = \"\"\nupstream.trusted-certificates = [ca.pem]\n" + ACCOUNT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ca.pem");
  }

  private MailAccounts accounts(String settings) throws SettingsException, IOException {
    Path file =
        Files.writeString(folder.resolve("sealpost.conf"), "sealpost {\n" + settings + "\n}\n");
    return ConfiguredAccounts.of(
        Settings.load(Optional.of(file), new Surroundings(folder, Map.of())));
  }
}
