package org.sealpost.server.setup.find;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoconfigTest {
  private static final Mailbox MING = Mailbox.of("ming@example.tw").orElseThrow();

  private static String file(String servers) {
    return "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"example.tw\">"
        + "<domain>example.tw</domain><displayName>Example &amp; Co</displayName>"
        + servers
        + "</emailProvider></clientConfig>";
  }

  private static String server(String start, String host, String port, String way, String more) {
    String name = start.replaceFirst(" .*", "");
    return "<%s><hostname>%s</hostname><port>%s</port><socketType>%s</socketType>%s</%s>"
        .formatted(start, host, port, way, more, name);
  }

  private static final String POP3 = "incomingServer type=\"pop3\"";
  private static final String SMTP = "outgoingServer type=\"smtp\"";

  private static List<Candidate> read(String document) throws IOException {
    return Autoconfig.read(document.getBytes(UTF_8), MING, true);
  }

  @Test
  void serversAreThereInTheProvidersOrderWithoutTheOtherProtocols() throws IOException {
    String servers =
        server("incomingServer type=\"imap\"", "imap.example.tw", "993", "SSL", "")
            + server(
                POP3,
                "pop.example.tw",
                "995",
                "SSL",
                "<pop3><leaveMessagesOnServer>true" + "</leaveMessagesOnServer></pop3>")
            + server(POP3, "pop.example.tw", "110", "STARTTLS", "")
            + server(POP3, "old.example.tw", "110", "plain", "")
            + server("incomingServer type=\"exchange\"", "owa.example.tw", "443", "SSL", "")
            + server(SMTP, "smtp.example.tw", "465", "SSL", "")
            + server("outgoingServer", "smtp.example.tw", "587", "STARTTLS", "");
    assertThat(read(file(servers)))
        .map(it -> it.server().protocol() + " " + it.server().shown())
        .containsExactly(
            "POP3 pop.example.tw:995/implicit",
            "POP3 pop.example.tw:110/starttls",
            "POP3 old.example.tw:110/none",
            "SMTP smtp.example.tw:465/implicit",
            "SMTP smtp.example.tw:587/starttls");
  }

  @ParameterizedTest
  @CsvSource({
    "%EMAILADDRESS%, ming@example.tw",
    "%EMAILLOCALPART%, ming",
    "%EMAILLOCALPART%.%EMAILDOMAIN%, ming.example.tw",
    "x1234, x1234"
  })
  void placeholdersAreFilled(String written, String userName) throws IOException {
    String servers =
        server(SMTP, "smtp.%EMAILDOMAIN%", "465", "SSL", "<username>" + written + "</username>");
    assertThat(read(file(servers)))
        .singleElement()
        .satisfies(it -> assertThat(it.userName()).contains(userName))
        .satisfies(it -> assertThat(it.server().host()).isEqualTo("smtp.example.tw"));
  }

  @ParameterizedTest
  @CsvSource({
    "<authentication>OAuth2</authentication>, true",
    "<authentication>OAuth2</authentication><authentication>password-cleartext</authentication>,"
        + " false",
    "<authentication>password-encrypted</authentication>, false",
    "'', false"
  })
  void aServerThatTakesNoPasswordIsKnown(String more, boolean oauthOnly) throws IOException {
    assertThat(read(file(server(SMTP, "smtp.example.tw", "465", "SSL", more))))
        .singleElement()
        .satisfies(it -> assertThat(it.oauthOnly()).isEqualTo(oauthOnly));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 465, SSL",
    "smtp.example.tw, 0, SSL",
    "smtp.example.tw, 99999, SSL",
    "smtp.example.tw, none, SSL",
    "smtp.example.tw, 465, magic",
    "smtp example tw, 465, SSL",
    "'smtp\"}', 465, SSL"
  })
  void aServerThatCannotBeUsedIsLeftOut(String host, String port, String way) throws IOException {
    String good = server(POP3, "pop.example.tw", "995", "SSL", "");
    assertThat(read(file(server(SMTP, host, port, way, "") + good)))
        .map(it -> it.server().host())
        .containsExactly("pop.example.tw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Not found</body></html>",
        "{\"servers\": []}",
        "<clientConfig><emailProvider></clientConfig>",
        "<clientConfig>"
      })
  void whatIsNoConfigurationIsSaid(String document) {
    assertThatThrownBy(() -> read(document))
        .isInstanceOf(IOException.class)
        .hasMessage("The answer is not a description of mail servers.");
  }

  @Test
  void anExternalEntityReadsNoFile() {
    String document =
        "<!DOCTYPE clientConfig [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
            + file(server(SMTP, "smtp.example.tw", "465", "SSL", "<username>&f;</username>"))
                .replace("<?xml version=\"1.0\"?>", "");
    assertThatThrownBy(() -> read(document)).isInstanceOf(IOException.class);
  }

  @Test
  void aBillionLaughsAreRefused() {
    String document =
        "<!DOCTYPE c [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            + "<clientConfig>&b;</clientConfig>";
    assertThatThrownBy(() -> read(document)).isInstanceOf(IOException.class);
  }

  @Test
  void tooDeepTooLongAndTooManyAreBounded() throws IOException {
    assertThatThrownBy(() -> read("<clientConfig>" + "<a>".repeat(100_000)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(file(server(SMTP, "x".repeat(5000), "465", "SSL", ""))))
        .isInstanceOf(IOException.class);
    String many = server(SMTP, "smtp.example.tw", "465", "SSL", "").repeat(500);
    assertThat(read(file(many))).hasSize(50);
  }
}
