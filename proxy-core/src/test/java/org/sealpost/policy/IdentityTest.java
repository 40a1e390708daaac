package org.sealpost.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Header;

/**
 * As whom Ming writes: the account is ming@example.tw, with the aliases wang@example.org and
 * 王@例子.tw.
 */
class IdentityTest {
  private static final Account MING =
      new Account(
          "ming@example.tw",
          List.of("wang@example.org", "王@例子.tw"),
          SignPolicy.ALWAYS,
          EncryptPolicy.NEVER,
          WithoutCertificate.REFUSE,
          false,
          List.of(),
          TriggerWords.none(),
          SignatureForm.CLEAR);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule                                            | header, fields apart by /                                        | as whom
          the address of the account                        | From: ming@example.tw                                            | ming@example.tw
          in any spelling                                   | From: "Wang, Ming" (me) <MING@Example.TW>                        | MING@Example.TW
          an alias                                          | From: Wang <wang@example.org>                                    | wang@example.org
          an alias in letters of its own                    | From: 王 <王@例子.tw>                                            | 王@例子.tw
          its domain in A-labels                            | From: 王@xn--fsqu00a.tw                                          | 王@xn--fsqu00a.tw
          a group                                           | From: Team: ming@example.tw;                                     | ming@example.tw
          someone else sends it for the account             | From: ming@example.tw / Sender: office@example.tw                | ming@example.tw
          the account sends it for someone else             | From: boss@example.tw / Sender: ming@example.tw                  | ming@example.tw
          one of several authors, who sends it              | From: boss@example.tw, ming@example.tw / Sender: ming@example.tw | ming@example.tw
          one of several authors, another sends it          | From: boss@example.tw, ming@example.tw / Sender: boss@example.tw | ming@example.tw
          of two of the account the one that sends it       | From: ming@example.tw, wang@example.org / Sender: wang@example.org | wang@example.org
          of two of the account the first                   | From: wang@example.org, ming@example.tw / Sender: office@example.tw | wang@example.org
          the account sends it for several others           | From: boss@example.tw, ann@example.tw / Sender: ming@example.tw  | ming@example.tw
          several authors without a sender                  | From: ming@example.tw, boss@example.tw                           | refused: no Sender field
          a group of several without a sender               | From: Team: ming@example.tw, wang@example.org;                   | refused: no Sender field
          several authors with several senders              | From: ming@example.tw, a@b.tw / Sender: ming@example.tw, a@b.tw  | refused: no Sender field
          someone else                                      | From: boss@example.tw                                            | refused: from boss@example.tw
          someone else for someone else                     | From: boss@example.tw / Sender: office@example.tw                | refused: from boss@example.tw
          an address below the domain                       | From: ming@mail.example.tw                                       | refused: from ming@mail.example.tw
          the account's address as a name                   | From: "ming@example.tw" <boss@example.tw>                        | refused: from boss@example.tw
          the account's address as a comment                | From: boss@example.tw (ming@example.tw)                          | refused: from boss@example.tw
          the account's address to reply to                 | From: boss@example.tw / Reply-To: ming@example.tw                | refused: from boss@example.tw
          no From                                           | To: ming@example.tw                                              | refused: no From field
          only a sender                                     | Sender: ming@example.tw                                          | refused: no From field
          an empty From                                     | From:                                                            | refused: no From field
          a From without an address                         | From: Ming                                                       | refused: no From field
          an empty group                                    | From: Undisclosed:;                                              | refused: no From field
          an encoded address                                | From: =?UTF-8?Q?ming=40example.tw?=                              | refused: no From field
          two in one                                        | From: <ming@example.tw> <boss@example.tw>                        | refused: it cannot be told who writes
          somebody else's address as a group's name         | From: boss@example.tw:ming@example.tw;                           | refused: it cannot be told who writes
          somebody else with name as a group's name         | From: Boss <boss@example.tw>:ming@example.tw;                    | refused: it cannot be told who writes
          somebody else's address quoted as a group's name  | From: "boss@example.tw":ming@example.tw;                         | refused: it cannot be told who writes
          somebody else's address behind                    | From: <ming@example.tw> boss@example.tw                          | refused: it cannot be told who writes
          a name behind                                     | From: Ming <ming@example.tw> Boss                                | refused: it cannot be told who writes
          an address that does not end                      | From: Boss <boss@example.tw, ming@example.tw                     | refused: it cannot be told who writes
          a folded line before the first field              | ~From: boss@example.tw / From: ming@example.tw                   | refused: it cannot be told who writes
          the same of Sender                                | From: boss@example.tw / Sender: a@b.tw:ming@example.tw;          | refused: it cannot be told who writes
          a comment behind                                  | From: Ming <ming@example.tw> (office)                            | ming@example.tw
          a source route                                    | From: Ming <@a.tw,@b.tw:ming@example.tw>                         | ming@example.tw
          colon and bracket in a quoted name                | From: "Wang: <Ming>" <ming@example.tw>                           | ming@example.tw
          several From fields                               | From: ming@example.tw / From: boss@example.tw                    | refused: several From
          also if they are the same                         | From: ming@example.tw / From: ming@example.tw                    | refused: several From
          also with a blank before the colon                | From: ming@example.tw / from : boss@example.tw                   | refused: several From
          several Sender fields                             | From: boss@example.tw / Sender: ming@example.tw / Sender: a@b.tw | refused: several From or Sender
          resent by the account                             | Resent-From: ming@example.tw / From: boss@example.tw             | resent
          resent by an alias in its group                   | Resent-From: Us: a@b.tw, wang@example.org; / From: boss@example.tw | resent
          resent by the account for someone else            | Resent-From: a@b.tw / Resent-Sender: ming@example.tw / From: boss@example.tw | resent
          resent by the account, once more                  | Resent-From: ming@example.tw / Resent-From: a@b.tw / From: boss@example.tw | resent
          resent by someone else last                       | Resent-From: a@b.tw / Resent-From: ming@example.tw / From: boss@example.tw | refused: from boss@example.tw
          resent by someone else                            | Resent-From: a@b.tw / From: boss@example.tw                      | refused: from boss@example.tw
          its own mail resent                               | Resent-From: ming@example.tw / From: ming@example.tw             | ming@example.tw
          """)
  void asWhom(String rule, String fields, String expected) {
    assertThat(identity(fields)).as(rule).contains(expected.replace("refused: ", ""));
  }

  @Test
  void aRefusalNamesTheAddressTheAccountAndTheWayOut() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> Identity.of(header("From: boss@example.tw"), MING))
        .satisfies(
            failure -> {
              assertThat(failure.replyCode()).isEqualTo(550);
              assertThat(failure.text())
                  .contains("from boss@example.tw", "account ming@example.tw")
                  .contains("put it into aliases");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: ming@example.tw, boss@",
        "From: Boss, ming@example.tw",
        "From: ming@example.tw, <boss@example.tw",
        "From: ming@example.tw, <boss@example.tw> <ann@example.tw>",
        "From: <ming@example.tw> boss@example.tw",
        "From: ming@example.tw (boss@example.tw",
        "From: ming@example.tw, boss @example.tw",
        "From: =?UTF-8?Q?boss=40example.tw?=, ming@example.tw",
        "From: boss@example.tw: ming@example.tw;",
        "From: <boss@example.tw>: ming@example.tw;",
        "From: ming@example.tw, \"boss",
        "From: ming@example.tw, <>",
        "From: boss@example.tw, ming@example.tw / Sender: ming@example.tw, boss@",
      })
  void attackASecondUnreadableAuthorIsNotSignedFor(String fields) {
    assertThat(identity(fields)).contains("cannot be told who writes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From: ming@example.tw,",
        "From: ,, Ming <ming@example.tw>",
        "From: \"Wang, Ming: (boss@\" <ming@example.tw> (of the office)",
        "From: ming@example.tw <ming@example.tw>",
        "From: =?UTF-8?B?546L?= Ming <ming@example.tw>",
        "From: <@relay.tw,@b.tw:ming@example.tw>",
        "From: Us: ming@example.tw;,",
        "From: Ming W. Wang <ming@example.tw>",
      })
  void honestFormsOfOneAuthorAreSignedFor(String fields) {
    assertThat(identity(fields)).isEqualTo("ming@example.tw");
  }

  private static String identity(String fields) {
    try {
      return switch (Identity.of(header(fields), MING)) {
        case Identity.Own(String address) -> address;
        case Identity.Resent() -> "resent";
      };
    } catch (Failure refused) {
      return refused.text();
    }
  }

  private static Header header(String fields) {
    return Header.parse((fields.replace(" / ", "\r\n").replace('~', ' ') + "\r\n").getBytes(UTF_8));
  }
}
