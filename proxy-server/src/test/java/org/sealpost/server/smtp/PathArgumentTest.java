package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathArgumentTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM:<a@b.tw>                             | MAIL FROM:<a@b.tw>",
        "from:<a@b.tw>                             | MAIL FROM:<a@b.tw>",
        "FROM: <a@b.tw>                            | MAIL FROM:<a@b.tw>",
        "FROM:<>                                   | MAIL FROM:<>",
        "FROM:<> BODY=8BITMIME                     | MAIL FROM:<> BODY=8BITMIME",
        "FROM:<a@b.tw> SIZE=12 body=7bit           | MAIL FROM:<a@b.tw> SIZE=12 BODY=7bit",
        "FROM:<a@b.tw> SMTPUTF8                    | MAIL FROM:<a@b.tw> SMTPUTF8",
        "FROM:<a@b.tw> AUTH=<>                     | MAIL FROM:<a@b.tw> AUTH=<>",
        "FROM:<@x.tw,@y.tw:a@b.tw>                 | MAIL FROM:<a@b.tw>",
        "FROM:<postmaster>                         | MAIL FROM:<postmaster>",
        "FROM:<\"a b\"@b.tw>                       | MAIL FROM:<\"a b\"@b.tw>",
        "FROM:<\"a>b\\\"c\"@b.tw>                  | MAIL FROM:<\"a>b\\\"c\"@b.tw>",
        "FROM:<a@[127.0.0.1]>                      | MAIL FROM:<a@[127.0.0.1]>",
        "FROM:<王@例.tw> SMTPUTF8                   | MAIL FROM:<王@例.tw> SMTPUTF8",
      })
  void wellFormedArgumentIsPassedOn(String argument, String command) {
    assertThat(PathArgument.parse("FROM:", argument))
        .hasValueSatisfying(parsed -> assertThat(parsed.command("MAIL FROM:")).isEqualTo(command));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FROM",
        "FROM:",
        "FROM:a@b.tw",
        "FROM:<a@b.tw",
        "FROM:a@b.tw>",
        "FROM:<a@b.tw>SIZE=1",
        "FROM:<a b@b.tw>",
        "FROM:<a@b.tw> SIZE=1 SIZE=2",
        "FROM:<a@b.tw> =1",
        "FROM:<a@b.tw> SIZE=",
        "FROM:<a@b.tw> ENVID=a=b",
        "FROM:<<a@b.tw>>",
        "FROM:<\"a@b.tw>",
        "FROM:<@x.tw>",
        "FROM:<@b.tw:>x",
        "FROM:<a@>",
        "TO:<a@b.tw>",
      })
  void malformedArgumentIsRefused(String argument) {
    assertThat(PathArgument.parse("FROM:", argument)).isEmpty();
  }
}
