package org.sealpost.server.setup.find;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.TellingIoException;
import org.sealpost.server.setup.find.MailStandIn.Identity;

class TrialsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;
  private Identity good;

  @BeforeEach
  void identity() throws Exception {
    good = Identity.good();
  }

  private Trial trial(MailProtocol protocol, String server, Identity trusted, Duration patience)
      throws Exception {
    MailServer parsed = MailServer.parse(protocol, server).orElseThrow();
    Path file = trusted.writeTo(folder.resolve("trusted.pem"));
    try (Trials trials = new Trials(List.of(file), patience)) {
      return trials.of(List.of(parsed)).getFirst();
    }
  }

  private Trial trial(String server, Identity trusted) throws Exception {
    return trial(MailProtocol.SMTP, server, trusted, PATIENCE);
  }

  private static String why(Trial trial) {
    assertThat(trial).isInstanceOf(Trial.Fails.class);
    return ((Trial.Fails) trial).why().english();
  }

  @ParameterizedTest
  @EnumSource(MailProtocol.class)
  void aServerThatWorksTellsHowOneLogsIn(MailProtocol protocol) throws Exception {
    try (MailStandIn server = MailStandIn.of(protocol, good, "PLAIN XOAUTH2")) {
      assertThat(trial(protocol, server.written("implicit"), good, PATIENCE))
          .isInstanceOfSatisfying(
              Trial.Works.class,
              works -> {
                assertThat(works.logins()).contains("PLAIN", "XOAUTH2");
                assertThat(works.takesNoPassword()).isFalse();
              });
    }
  }

  @Test
  void aServerThatTakesTokensAloneIsKnown() throws Exception {
    try (MailStandIn server = MailStandIn.of(MailProtocol.SMTP, good, "XOAUTH2 OAUTHBEARER")) {
      assertThat(trial(server.written("implicit"), good))
          .isInstanceOfSatisfying(
              Trial.Works.class, works -> assertThat(works.takesNoPassword()).isTrue());
    }
  }

  @Test
  void anExpiredCertificateIsSaid() throws Exception {
    Identity expired = Identity.of("localhost", Instant.now().minus(Duration.ofDays(1)));
    try (MailStandIn server = MailStandIn.of(MailProtocol.SMTP, expired, "PLAIN")) {
      assertThat(why(trial(server.written("implicit"), expired))).contains("is not valid today");
    }
  }

  @Test
  void aCertificateForAnotherNameIsSaid() throws Exception {
    Identity other = Identity.of("mail.example.tw", Instant.now().plus(Duration.ofDays(20)));
    try (MailStandIn server = MailStandIn.of(MailProtocol.SMTP, other, "PLAIN")) {
      assertThat(why(trial(server.written("implicit"), other)))
          .contains("localhost", "certificate");
    }
  }

  @ParameterizedTest
  @EnumSource(MailProtocol.class)
  void aCertificateThatNobodyVouchesForIsSaidInBothLanguages(MailProtocol protocol)
      throws Exception {
    try (MailStandIn server = MailStandIn.of(protocol, good, "PLAIN")) {
      Trial trial = trial(protocol, server.written("implicit"), Identity.good(), PATIENCE);
      assertThat(why(trial)).contains("does not trust");
      assertThat(((Trial.Fails) trial).why().in(Phrase.TAIWAN)).contains("憑證", "不信任");
    }
  }

  @Test
  void aServerWithoutStarttlsIsNotUsedInTheClear() throws Exception {
    try (MailStandIn server = MailStandIn.inTheClear(MailProtocol.SMTP)) {
      assertThat(why(trial(server.written("starttls"), good))).contains("STARTTLS");
      assertThat(why(trial(server.written("implicit"), good))).contains("TLS");
    }
  }

  @Test
  void thePortOfTheOtherProtocolIsSaid() throws Exception {
    try (MailStandIn server = MailStandIn.of(MailProtocol.POP3, good, "PLAIN")) {
      assertThat(why(trial(server.written("implicit"), good))).isNotBlank();
    }
  }

  @Test
  void aServerThatSaysNothingCostsNoMoreThanThePatience() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String server = "localhost:" + silent.getLocalPort() + "/none";
      assertThat(why(trial(MailProtocol.SMTP, server, good, Duration.ofMillis(300)))).isNotBlank();
    }
  }

  @Test
  void aPasswordIsTriedOverTlsAlone() throws Exception {
    Path file = good.writeTo(folder.resolve("trusted.pem"));
    LoginTrial login = new LoginTrial(List.of(file), PATIENCE);
    byte[] password = "secret".getBytes(US_ASCII);
    for (MailProtocol protocol : MailProtocol.values()) {
      try (MailStandIn server = MailStandIn.of(protocol, good, "LOGIN PLAIN");
          MailStandIn clear = MailStandIn.inTheClear(protocol);
          MailStandIn tokens = MailStandIn.of(protocol, good, "XOAUTH2")) {
        MailServer real = MailServer.parse(protocol, server.written("implicit")).orElseThrow();
        assertThat(login.refusal(real, "ming", password)).isEmpty();
        assertThat(login.refusal(real, "ming", new byte[] {'x'})).isPresent();
        assertThat(password).isEqualTo("secret".getBytes(US_ASCII));
        for (String other :
            List.of(clear.written("none"), clear.written("starttls"), tokens.written("implicit"))) {
          MailServer wrong = MailServer.parse(protocol, other).orElseThrow();
          assertThatThrownBy(() -> login.refusal(wrong, "ming", password))
              .isInstanceOf(TellingIoException.class);
        }
        assertThat(clear.heard() + tokens.heard()).doesNotContain("AUTH PLAIN");
      }
    }
  }
}
