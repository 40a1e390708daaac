package org.sealpost.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.SignatureForm;
import org.sealpost.policy.TriggerWords;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;

class MailAccountsTest {
  @ParameterizedTest(name = "accounts {0}, login {1}: {2}")
  @CsvSource({
    "ming,     ming,            ming@example.tw",
    "ming,     MING@example.tw, ming@example.tw",
    "ming,     somebody-else,   No account of Sealpost has the login name somebody-else",
    "ming,     '',              The login names no user",
    "ming lan, lan,             lan@example.tw",
    "ming lan, LAN@Example.tw,  lan@example.tw",
    "ming lan, eve,             No account of Sealpost has the login name eve, so it may not use the card. Correct",
    "ming lan, '',              The login names no user",
  })
  void anAccountIsForItsLoginNamesOnlyHoweverManyAccountsThereAre(
      String users, String login, String meant) throws Exception {
    assertThat(shown(accounts(users).meantBy(LoginName.of(login)))).startsWith(meant);
  }

  @ParameterizedTest
  @CsvSource({"ming lan, 100000"})
  void aNameOfAnyLengthLeavesRoomForWhatToDo(String users, int length) throws Exception {
    assertThat(shown(accounts(users).meantBy(LoginName.of("x".repeat(length)))))
        .hasSizeLessThan(400)
        .contains("Correct the user name");
  }

  @ParameterizedTest
  @CsvSource({
    "ming@example.tw,    ming@example.tw",
    "MING@Example.TW.,   ming@example.tw",
    "alias@example.org,  ming@example.tw",
    "Alias@EXAMPLE.org,  ming@example.tw",
    "alias@example.tw,",
    "eve@example.tw,",
    "'',"
  })
  void anAccountIsFoundByItsAddressAndByItsAliases(String address, String account)
      throws Exception {
    Account ming =
        new Account(
            "ming@example.tw",
            List.of("alias@example.org"),
            SignPolicy.ALWAYS,
            EncryptPolicy.NEVER,
            WithoutCertificate.REFUSE,
            false,
            List.of(),
            TriggerWords.none(),
            SignatureForm.CLEAR);
    MailAccounts accounts =
        new MailAccounts(
            List.of(
                account("lan", Optional.empty()),
                new MailAccount(ming, Set.of(), Optional.empty(), Optional.empty())));

    assertThat(accounts.byAddress(address).map(found -> found.account().address()))
        .isEqualTo(Optional.ofNullable(account));
  }

  private static String shown(AccountChoice choice) {
    return switch (choice) {
      case AccountChoice.Meant meant -> meant.account().account().address();
      case AccountChoice.NoneMeant none -> none.reason().english();
    };
  }

  private static MailAccounts accounts(String users) throws IOException {
    Upstream server =
        new Upstream(
            "mail.example.tw",
            465,
            Upstream.Mode.IMPLICIT,
            TlsClient.of("x", TlsTrust.of(List.of())));
    return new MailAccounts(
        List.of(users.split(" ", -1)).stream()
            .map(user -> account(user, Optional.of(server)))
            .toList());
  }

  private static MailAccount account(String user, Optional<Upstream> server) {
    String address = user + "@example.tw";
    return new MailAccount(
        new Account(address, SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false),
        Set.of(address, user),
        server,
        server);
  }
}
