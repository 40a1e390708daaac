package org.sealpost.server.console;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;

/** Reads the cards for the overview. Thread-safe. */
final class Cards {
  private static final Duration SOON = Duration.ofDays(30);

  private final CardAgent agent;
  private final Unlocking unlocking;
  private final InstantSource clock;

  Cards(CardAgent agent, Unlocking unlocking, InstantSource clock) {
    this.agent = agent;
    this.unlocking = unlocking;
    this.clock = clock;
  }

  CardsView view(Locale language) {
    try {
      List<TokenInfo> tokens = agent.tokens();
      return new CardsView(
          tokens.stream().map(token -> token(token, language)).toList(),
          tokens.stream().anyMatch(token -> token.state() == TokenState.UNLOCKED),
          Optional.empty());
    } catch (CardException e) {
      return new CardsView(List.of(), false, Optional.of(Troubles.words(e, language)));
    }
  }

  private CardsView.Token token(TokenInfo token, Locale language) {
    boolean locked = token.state() == TokenState.LOCKED;
    boolean waiting = locked && unlocking.isWaiting(token.id());
    List<String> notes = new ArrayList<>();
    if (!token.problem().isEmpty()) {
      notes.add(PlainText.of(token.problem(language)));
    }
    if (locked) {
      unlocking.failure(token.id()).ifPresent(it -> notes.add(Troubles.words(it, language)));
    }
    return new CardsView.Token(
        token.id(),
        PlainText.of(token.label()),
        PlainText.of(token.reader()),
        token.state().name().toLowerCase(Locale.ROOT),
        sign(token.state()),
        tone(token.state()),
        token.triesLeft(),
        new CardsView.Unlock(locked && !waiting, waiting),
        notes,
        token.certificates().stream().flatMap(it -> certificate(it).stream()).toList());
  }

  private static String sign(TokenState state) {
    return switch (state) {
      case UNLOCKED -> "unlock";
      case LOCKED -> "lock";
      case BLOCKED, FAILED -> "cross";
      case ABSENT -> "dash";
    };
  }

  private static String tone(TokenState state) {
    return switch (state) {
      case UNLOCKED -> "good";
      case LOCKED -> "set";
      case BLOCKED, FAILED -> "bad";
      case ABSENT -> "faint";
    };
  }

  /** One that cannot even be read says nothing; the doctor tells of it. */
  private Optional<CardsView.Certificate> certificate(CardCertificate held) {
    X509Certificate certificate;
    try {
      certificate = CertificateFile.parse(held.certificate());
    } catch (CertificateException _) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant until = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(now, until);
    boolean early = now.isBefore(certificate.getNotBefore().toInstant());
    String validity =
        left.isNegative()
            ? "expired"
            : early ? "early" : left.compareTo(SOON) < 0 ? "soon" : "valid";
    return Optional.of(
        new CardsView.Certificate(
            CertificateNames.displayName(certificate),
            String.join(", ", CertificateNames.addresses(certificate)),
            CertificateNames.issuerName(certificate),
            held.purposes().stream().sorted().map(Cards::use).toList(),
            until,
            validity,
            Math.abs(left.toDays()),
            validity.equals("valid") ? "check" : validity.equals("soon") ? "warning" : "cross",
            validity.equals("valid") ? "good" : validity.equals("soon") ? "doubtful" : "bad"));
  }

  private static String use(KeyPurpose purpose) {
    return switch (purpose) {
      case SIGN -> "sign";
      case DECRYPT -> "decrypt";
    };
  }
}
