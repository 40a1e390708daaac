package org.sealpost.server.setup.find;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Phrase;
import org.sealpost.server.setup.find.ServerSearch.Source;
import org.sealpost.trust.fetch.FetchException;
import org.sealpost.trust.fetch.Fetcher;
import org.xbill.DNS.Rcode;

class ServerSearchTest {
  private static final Mailbox MING = Mailbox.of("ming@example.tw").orElseThrow();
  private final Web web = new Web();

  /** Pages by their URL; every other is missing. */
  private static final class Web implements Fetcher {
    private final Map<String, String> pages = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Override
    public Fetcher.Answer get(URI uri, Validators known, Limits limits, OutputStream body)
        throws FetchException {
      asked.add(uri.toString());
      if (!pages.containsKey(uri.toString())) {
        throw new FetchException(Phrase.verbatim("404"));
      }
      try {
        body.write(pages.get(uri.toString()).getBytes(UTF_8));
      } catch (IOException e) {
        throw new FetchException(Phrase.verbatim("broken"), e);
      }
      return new Fetcher.Answer.Fresh(Validators.none(), 0);
    }

    @Override
    public byte[] post(URI uri, String contentType, byte[] request, Limits limits) {
      throw new AssertionError("the set-up sends nothing by HTTP: " + uri);
    }
  }

  private static String page(String host) {
    return "<clientConfig><outgoingServer type='smtp'><hostname>"
        + host
        + "</hostname><port>465</port><socketType>SSL</socketType></outgoingServer></clientConfig>";
  }

  private static List<String> found(List<ServerSearch.Answer> answers) {
    return answers.stream()
        .flatMap(answer -> answer.candidates().stream())
        .map(it -> it.server().shown() + (it.vouched() ? "" : " unproven"))
        .toList();
  }

  private List<ServerSearch.Answer> ask(Source source, boolean collection, String... records)
      throws IOException {
    try (DnsStandIn dns = DnsStandIn.with(records)) {
      return new ServerSearch(MING, web, dns.dns()).ask(source, collection);
    }
  }

  @Test
  void theDomainItselfIsAskedAtBothPlacesOverTls() throws IOException {
    web.pages.put(
        "https://example.tw/.well-known/autoconfig/mail/config-v1.1.xml", page("smtp.example.tw"));
    assertThat(found(ask(Source.DOMAIN, false))).containsExactly("smtp.example.tw:465/implicit");
    assertThat(web.asked)
        .containsExactlyInAnyOrder(
            "https://autoconfig.example.tw/mail/config-v1.1.xml?emailaddress=ming%40example.tw",
            "https://example.tw/.well-known/autoconfig/mail/config-v1.1.xml");
  }

  @Test
  void nobodyElseLearnsTheDomainUnlessAllowed() throws IOException {
    assertThat(ask(Source.COLLECTION, false)).isEmpty();
    assertThat(ask(Source.EXCHANGER, false, "example.tw. MX 10 mx1.provider.example."))
        .map(ServerSearch.Answer::place)
        .noneMatch(place -> place.contains("thunderbird"));
    assertThat(web.asked).noneMatch(uri -> uri.contains("thunderbird"));
    web.pages.put("https://autoconfig.thunderbird.net/v1.1/example.tw", page("smtp.example.net"));
    assertThat(found(ask(Source.COLLECTION, true)))
        .containsExactly("smtp.example.net:465/implicit");
  }

  @Test
  void theDnsNamesServersByPriorityAndSaysWhichAreOfTheDomain() throws IOException {
    assertThat(
            found(
                ask(
                    Source.SRV,
                    false,
                    "_submissions._tcp.example.tw. SRV 20 1 465 second.example.tw.",
                    "_submissions._tcp.example.tw. SRV 10 1 465 First.example.tw.",
                    "_submission._tcp.example.tw. SRV 0 1 587 smtp.elsewhere.example.",
                    "_pop3s._tcp.example.tw. SRV 0 0 0 .",
                    "_pop3._tcp.example.tw. SRV 0 1 110 pop.example.tw.")))
        .containsExactly(
            "first.example.tw:465/implicit",
            "second.example.tw:465/implicit",
            "smtp.elsewhere.example:587/starttls unproven",
            "pop.example.tw:110/starttls");
  }

  @Test
  void whoReceivesTheMailIsAskedAndIsNoProof() throws IOException {
    web.pages.put(
        "https://autoconfig.provider.example/mail/config-v1.1.xml?emailaddress=ming%40example.tw",
        page("smtp.provider.example"));
    assertThat(found(ask(Source.EXCHANGER, true, "example.tw. MX 10 mx1.in.provider.example.")))
        .containsExactly("smtp.provider.example:465/implicit unproven");
    assertThat(web.asked).contains("https://autoconfig.thunderbird.net/v1.1/provider.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mx.a<b.example.", "mx.a|b.example.", "mx.a\\034b.example.", "a\\032b."})
  void namesThatNoHostCanHaveAreNotFollowed(String name) throws IOException {
    assertThat(found(ask(Source.EXCHANGER, true, "example.tw. MX 10 " + name))).isEmpty();
    assertThat(found(ask(Source.SRV, false, "_pop3s._tcp.example.tw. SRV 0 1 995 " + name)))
        .isEmpty();
    assertThat(web.asked).isEmpty();
  }

  @Test
  void guessesAreSecuredAndInTheDomain() throws IOException {
    assertThat(found(ask(Source.GUESSES, false)))
        .contains(
            "smtp.example.tw:465/implicit",
            "mail.example.tw:587/starttls",
            "pop.example.tw:995/implicit",
            "pop3.example.tw:110/starttls")
        .noneMatch(it -> it.contains("none") || it.contains("unproven"));
  }

  @Test
  void aDnsThatFailsIsSaid() throws IOException {
    try (DnsStandIn dns = DnsStandIn.failing(Rcode.SERVFAIL)) {
      assertThat(new ServerSearch(MING, web, dns.dns()).ask(Source.SRV, false))
          .hasSize(4)
          .allSatisfy(
              it ->
                  assertThat(it.outcome().english())
                      .isEqualTo("The domain name system answered SERVFAIL."));
    }
  }
}
