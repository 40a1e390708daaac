package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.policy.Account;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.server.Settings.AccountSettings;

/** What an account's settings say of whom it writes as, and of mails that are split. */
class SenderSettingsTest {
  private static final String SERVERS =
      """
      smtp = { host = smtp.example.tw, port = 465, tls = implicit }
      pop3 = { host = pop.example.tw, port = 995, tls = implicit }
      """;

  @TempDir private Path folder;

  @Test
  void aMailIsNotSplitUnlessThatIsSaid() throws Exception {
    assertThat(accounts("", "address = \"a@example.tw\""))
        .extracting(Account::withoutCertificate)
        .containsExactly(WithoutCertificate.REFUSE);
  }

  @Test
  void whetherAMailIsSplitIsSaidForAllAndForOne() throws Exception {
    assertThat(
            accounts(
                "policy.without-certificate = split",
                "address = \"a@example.tw\", policy.without-certificate = refuse",
                "address = \"b@example.tw\""))
        .extracting(Account::withoutCertificate)
        .containsExactly(WithoutCertificate.REFUSE, WithoutCertificate.SPLIT);
  }

  @Test
  void anAccountOwnsItsAddressAndItsAliasesAndNoOthers() throws Exception {
    List<Account> accounts =
        accounts(
            "",
            "address = \"a@example.tw\", aliases = [\"Wang@example.org\", \"a@example.tw\"]",
            "address = \"b@example.tw\", aliases = \"c@example.tw\"");
    assertThat(accounts.get(0).owns("wang@EXAMPLE.org")).isTrue();
    assertThat(accounts.get(0).owns("A@example.tw")).isTrue();
    assertThat(accounts.get(0).owns("c@example.tw")).isFalse();
    assertThat(accounts.get(1).owns("C@example.tw")).isTrue();
  }

  private List<Account> accounts(String policy, String... accounts) throws Exception {
    StringBuilder text = new StringBuilder("sealpost {\n" + policy + "\naccounts = [\n");
    for (String account : accounts) {
      text.append('{').append(account).append('\n').append(SERVERS).append("}\n");
    }
    Path file = Files.writeString(folder.resolve("sealpost.conf"), text + "]}\n");
    return Settings.load(Optional.of(file), new Surroundings(folder, Map.of())).accounts().stream()
        .map(AccountSettings::account)
        .toList();
  }
}
