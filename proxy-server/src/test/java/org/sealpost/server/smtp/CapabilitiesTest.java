package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.server.account.SaslMechanism;

class CapabilitiesTest {
  private static Capabilities of(String... lines) {
    List<String> reply = Stream.concat(Stream.of("real.example"), Stream.of(lines)).toList();
    return Capabilities.of(new SmtpReply(250, reply));
  }

  @ParameterizedTest(name = "{0} and {1} is {2}")
  @CsvSource({
    "SIZE 100, SIZE 200, 100",
    "SIZE 200, SIZE 100, 100",
    "SIZE 100, SIZE 0, 100",
    "SIZE, SIZE 100, 100",
    "DSN, SIZE 100, 100",
    "SIZE 0, SIZE 0, 0",
    "SIZE x, SIZE 100, 100",
  })
  void smallestSizeHoldsForAll(String one, String other, long size) {
    assertThat(of(one).and(of(other)).size()).hasValue(size);
  }

  @Test
  void serverWithoutSizeHasNone() {
    assertThat(of("DSN").size()).isEmpty();
    assertThat(of("SIZE 99999999999999999999").size()).isEmpty();
  }

  @Test
  void onlyWhatAllHaveIsSharedButForTheWaysToLogIn() {
    Capabilities both =
        of("8bitmime", "DSN", "AUTH PLAIN CRAM-MD5").and(of("DSN", "AUTH PLAIN LOGIN"));
    assertThat(both.keywords()).containsOnlyKeys("DSN", "AUTH");
    assertThat(both.mechanisms())
        .containsExactly(SaslMechanism.CRAM_MD5, SaslMechanism.PLAIN, SaslMechanism.LOGIN);
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "AUTH PLAIN, AUTH LOGIN, PLAIN LOGIN",
    "AUTH PLAIN, AUTH XOAUTH2 PLAIN, XOAUTH2 PLAIN",
    "AUTH PLAIN, DSN, PLAIN",
    "DSN, AUTH PLAIN, PLAIN",
    "AUTH, AUTH PLAIN, PLAIN",
    "AUTH GSSAPI, AUTH PLAIN, PLAIN",
    "DSN, DSN, ''",
  })
  void noServerKeepsTheOthersUsersFromLoggingIn(String one, String other, String mechanisms) {
    assertThat(of(one).and(of(other)).mechanisms())
        .extracting(SaslMechanism::keyword)
        .isEqualTo(Stream.of(mechanisms.split(" ", -1)).filter(m -> !m.isEmpty()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH PLAIN, true",
    "AUTH GSSAPI, true",
    "AUTH=LOGIN, true",
    "AUTH, false",
    "DSN, false"
  })
  void aServerKnowsItsUsersIfItOffersAnyMechanism(String line, boolean knows) {
    assertThat(of(line).offersLogin()).isEqualTo(knows);
  }

  @Test
  void oldSpellingOfAuthIsUnderstood() {
    assertThat(of("AUTH=LOGIN PLAIN", "AUTH PLAIN").mechanisms())
        .containsExactly(SaslMechanism.PLAIN, SaslMechanism.LOGIN);
  }
}
