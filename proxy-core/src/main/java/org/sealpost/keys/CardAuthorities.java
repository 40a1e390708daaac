package org.sealpost.keys;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CA certificates that lie on the cards. They help to build a path and are trusted no more than
 * those in a mail. The agent is asked once a minute at most, unless it tells that a card changed;
 * where it does not answer, what it said before counts on. Safe for use by many threads.
 */
public final class CardAuthorities implements Supplier<List<X509Certificate>> {
  private record Known(List<X509Certificate> certificates, Instant at) {}

  private static final Logger LOG = LoggerFactory.getLogger(CardAuthorities.class);
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final CardAgent agent;
  private final InstantSource clock;
  private volatile Optional<Known> known = Optional.empty();
  private volatile boolean stale;

  public CardAuthorities(CardAgent agent, InstantSource clock) {
    this.agent = agent;
    this.clock = clock;
    agent.onEvent(_ -> stale = true);
  }

  @Override
  public List<X509Certificate> get() {
    Instant now = clock.instant();
    Optional<Known> before = known;
    if (before.isPresent() && isFresh(before.get(), now) && !stale) {
      return before.get().certificates();
    }
    stale = false;
    List<X509Certificate> certificates = before.map(Known::certificates).orElse(List.of());
    try {
      certificates = onCards();
    } catch (CardException e) {
      LOG.debug("the card-agent does not tell of the CAs on its cards", e);
    }
    known = Optional.of(new Known(certificates, now));
    return certificates;
  }

  private static boolean isFresh(Known known, Instant now) {
    Duration age = Duration.between(known.at(), now);
    return !age.isNegative() && age.compareTo(FRESH) < 0;
  }

  private List<X509Certificate> onCards() throws CardException {
    Set<X509Certificate> certificates = new LinkedHashSet<>();
    for (var token : agent.tokens()) {
      for (var held : token.certificates()) {
        for (byte[] authority : held.chain()) {
          parsed(authority).ifPresent(certificates::add);
        }
      }
    }
    return List.copyOf(certificates);
  }

  private static Optional<X509Certificate> parsed(byte[] der) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException e) {
      LOG.debug("a CA certificate on a card cannot be read", e);
      return Optional.empty();
    }
  }
}
