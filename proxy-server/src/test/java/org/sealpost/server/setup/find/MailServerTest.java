package org.sealpost.server.setup.find;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailServerTest {
  @ParameterizedTest
  @CsvSource({
    "SMTP, smtp.example.tw, smtp.example.tw:465/implicit",
    "POP3, pop.example.tw, pop.example.tw:995/implicit",
    "SMTP, smtp.example.tw:587, smtp.example.tw:587/starttls",
    "SMTP, smtp.example.tw:25, smtp.example.tw:25/starttls",
    "POP3, pop.example.tw:110, pop.example.tw:110/starttls",
    "SMTP, smtp.example.tw/starttls, smtp.example.tw:587/starttls",
    "POP3, pop.example.tw/none, pop.example.tw:110/none",
    "SMTP, smtp.example.tw:2465/implicit, smtp.example.tw:2465/implicit",
    "SMTP, [::1]:2525/none, [::1]:2525/none",
    "SMTP, 郵件.example.tw, 郵件.example.tw:465/implicit"
  })
  void whatIsNotSaidIsAsUsual(MailProtocol protocol, String written, String shown) {
    assertThat(MailServer.parse(protocol, written)).map(MailServer::shown).contains(shown);
    assertThat(MailServer.parse(protocol, shown)).map(MailServer::shown).contains(shown);
  }

  @Test
  void aNameAloneMayMeanEitherWayOfTls() {
    assertThat(MailServer.meant(MailProtocol.POP3, " pop.example.tw "))
        .map(MailServer::shown)
        .containsExactly("pop.example.tw:995/implicit", "pop.example.tw:110/starttls");
    assertThat(MailServer.meant(MailProtocol.POP3, "pop.example.tw:110"))
        .map(MailServer::shown)
        .containsExactly("pop.example.tw:110/starttls");
    assertThat(MailServer.meant(MailProtocol.POP3, "pop example.tw")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "smtp.example.tw:2465",
        "smtp.example.tw:0/implicit",
        "smtp.example.tw:65536/implicit",
        "smtp.example.tw:465/tls",
        "smtp example.tw",
        "https://smtp.example.tw",
        "smtp.example.tw:465/implicit, x = 1",
        "\"smtp\""
      })
  void whatIsNoServerIsRefused(String written) {
    assertThat(MailServer.parse(MailProtocol.SMTP, written)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ming@example.tw", "a.b+c@mail.example.tw", "王小明@例子.tw"})
  void anAddressIsTakenApart(String address) {
    assertThat(Mailbox.of(address)).map(Mailbox::address).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ming",
        "@example.tw",
        "ming@",
        "a@b@c",
        "ming@exa mple.tw",
        "ming@a/../b",
        "m@x?y"
      })
  void whatIsNoAddressIsRefused(String address) {
    assertThat(Mailbox.of(address)).isEmpty();
  }
}
