package org.sealpost.server.setup.find;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.setup.find.MailDns.Service;
import org.sealpost.trust.fetch.Fetcher;

/**
 * The sources that may know an address's servers, each asked when it is wanted. What a source says
 * is not tried here. Thread-safe.
 */
public final class ServerSearch {
  private static final Words WORDS = Words.beside(ServerSearch.class);
  private static final Fetcher.Limits LIMITS =
      new Fetcher.Limits(256 << 10, Duration.ofSeconds(10));

  private final Mailbox mailbox;
  private final Fetcher fetcher;
  private final MailDns dns;

  /** A search that has asked nobody yet. */
  public ServerSearch(Mailbox mailbox, Fetcher fetcher, MailDns dns) {
    this.mailbox = mailbox;
    this.fetcher = fetcher;
    this.dns = dns;
  }

  /** Who may know, the nearest first. */
  public enum Source {
    /** The domain's own web server. */
    DOMAIN,
    /** The domain's entries in the DNS (RFC 6186, RFC 8314). */
    SRV,
    /** Thunderbird's collection of providers: it learns the domain. */
    COLLECTION,
    /** Who receives the domain's mail, by its own web server. */
    EXCHANGER,
    /** Nobody: the usual names. */
    GUESSES
  }

  /**
   * What one place answered.
   *
   * @param place a URL, or a name in the DNS
   * @param outcome in a sentence
   */
  public record Answer(String place, Phrase outcome, List<Candidate> candidates) {
    public Answer {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Asks a source, all its places at the same time where they are known; a minute at most.
   *
   * @param collection whether Thunderbird's collection may be told domains
   */
  public List<Answer> ask(Source source, boolean collection) {
    return switch (source) {
      case DOMAIN ->
          together(
              ownPlaces(mailbox.asciiDomain()).stream()
                  .<Supplier<Answer>>map(uri -> () -> get(uri, true))
                  .toList());
      case SRV -> services();
      case COLLECTION ->
          collection ? List.of(get(collected(mailbox.asciiDomain()), true)) : List.of();
      case EXCHANGER -> exchanger(collection);
      case GUESSES ->
          List.of(
              new Answer(
                  mailbox.asciiDomain(), WORDS.phrase("source.guesses"), Guesses.of(mailbox)));
    };
  }

  /** Asks side by side; the answers are in the order of the questions. */
  private static List<Answer> together(List<Supplier<Answer>> questions) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return questions.stream()
          .map(question -> CompletableFuture.supplyAsync(question, threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    }
  }

  private List<URI> ownPlaces(String domain) {
    String address = URLEncoder.encode(mailbox.address(), StandardCharsets.UTF_8);
    return List.of(
        URI.create(
            "https://autoconfig." + domain + "/mail/config-v1.1.xml?emailaddress=" + address),
        URI.create("https://" + domain + "/.well-known/autoconfig/mail/config-v1.1.xml"));
  }

  private static URI collected(String domain) {
    return URI.create("https://autoconfig.thunderbird.net/v1.1/" + domain);
  }

  private Answer get(URI uri, boolean vouched) {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try {
      fetcher.get(uri, Fetcher.Validators.none(), LIMITS, document);
      List<Candidate> found = Autoconfig.read(document.toByteArray(), mailbox, vouched);
      return new Answer(uri.toString(), outcome(found), found);
    } catch (IOException e) {
      return new Answer(uri.toString(), Telling.of(e), List.of());
    }
  }

  private static Phrase outcome(List<Candidate> found) {
    if (found.isEmpty()) {
      return WORDS.phrase("source.none");
    }
    return WORDS.phrase(
        "source.found", String.join(", ", found.stream().map(it -> it.server().shown()).toList()));
  }

  private List<Answer> services() {
    return together(
        List.of(
            () -> services("_submissions._tcp", MailProtocol.SMTP, Upstream.Mode.IMPLICIT),
            () -> services("_submission._tcp", MailProtocol.SMTP, Upstream.Mode.STARTTLS),
            () -> services("_pop3s._tcp", MailProtocol.POP3, Upstream.Mode.IMPLICIT),
            () -> services("_pop3._tcp", MailProtocol.POP3, Upstream.Mode.STARTTLS)));
  }

  private Answer services(String label, MailProtocol protocol, Upstream.Mode tls) {
    String place = label + "." + mailbox.asciiDomain();
    try {
      List<Candidate> found = new ArrayList<>();
      for (Service service : dns.services(label, mailbox.asciiDomain())) {
        MailServer.of(protocol, service.host(), service.port(), tls)
            .map(server -> Candidate.at(server, mailbox.isOwn(server.host())))
            .ifPresent(found::add);
      }
      return new Answer(place, outcome(found), found);
    } catch (IOException e) {
      return new Answer(place, Telling.of(e), List.of());
    }
  }

  private List<Answer> exchanger(boolean collection) {
    List<Answer> answers = new ArrayList<>();
    try {
      Set<String> domains = new LinkedHashSet<>();
      dns.exchangers(mailbox.asciiDomain()).stream().limit(1).forEach(it -> above(it, domains));
      domains.remove(mailbox.asciiDomain());
      for (String domain : domains) {
        answers.add(get(ownPlaces(domain).getFirst(), false));
        if (collection) {
          answers.add(get(collected(domain), false));
        }
      }
    } catch (IOException e) {
      answers.add(new Answer("MX " + mailbox.asciiDomain(), Telling.of(e), List.of()));
    }
    return answers;
  }

  /** The domains of at least two labels that a host is in, at most two, the nearest first. */
  private static void above(String host, Set<String> domains) {
    String rest = host;
    for (int i = 0; i < 2; i++) {
      int dot = rest.indexOf('.');
      if (dot < 0 || rest.indexOf('.', dot + 1) < 0) {
        return;
      }
      rest = rest.substring(dot + 1);
      domains.add(rest);
    }
  }
}
