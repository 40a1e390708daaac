package org.sealpost.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void onlyWhatAllHaveIsShared() {
    Capabilities both =
        of("8bitmime", "DSN", "AUTH PLAIN CRAM-MD5").and(of("DSN", "AUTH PLAIN LOGIN"));
    assertThat(both.keywords()).containsOnlyKeys("DSN", "AUTH");
    assertThat(both.mechanisms()).containsExactly("PLAIN");
  }

  @Test
  void serversWithoutASharedMechanismShareNoAuth() {
    assertThat(of("AUTH PLAIN").and(of("AUTH LOGIN")).has("AUTH")).isFalse();
  }

  @Test
  void oldSpellingOfAuthIsUnderstood() {
    assertThat(of("AUTH=LOGIN PLAIN", "AUTH PLAIN").mechanisms()).containsExactly("PLAIN", "LOGIN");
  }
}
