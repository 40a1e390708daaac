package org.sealpost.server.setup;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.HeldKey;
import org.sealpost.keys.PinWait;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;

/**
 * What cards there are now, and what their certificates are to an address. No PIN is asked for.
 *
 * @param sentences what was found, and what to do
 * @param fit how the signing certificates go with the address
 */
public record CardLook(List<Phrase> sentences, Fit fit) {
  private static final Words WORDS = Words.beside(CardLook.class);

  /** How the certificates for signing that can be used now go with an address. */
  public enum Fit {
    /** One has it. */
    HAS_ADDRESS,
    /** None has it, and one has no address at all, as those of Taiwan's citizen card. */
    NO_ADDRESS,
    /** They have others only. */
    OTHER_ADDRESS,
    /** They can be read only after the PIN. */
    AFTER_PIN,
    /** There is none. */
    NONE
  }

  public CardLook {
    sentences = List.copyOf(sentences);
  }

  /** Looks through an agent; a card that is not there is no failure. */
  static CardLook with(CardAgent agent, String address, Instant now) throws CardException, Failure {
    agent.modules();
    List<TokenInfo> tokens = agent.tokens();
    List<Phrase> sentences = new ArrayList<>();
    for (TokenInfo token : tokens) {
      if (token.state() == TokenState.FAILED) {
        sentences.add(new Phrase.Told(token.problem(), token.problemInChinese()));
      } else if (token.state() != TokenState.ABSENT) {
        sentences.add(WORDS.phrase("card.found", PlainText.of(token.label()), token.id()));
      }
    }
    List<HeldKey> keys =
        new CardKeys(agent, Purpose.unlock(""), new PinWait(Duration.ZERO))
            .known().stream().filter(HeldKey::present).toList();
    keys.forEach(key -> sentences.add(certificate(key, now)));
    boolean hidden =
        tokens.stream().anyMatch(token -> works(token.state()) && !token.certificatesKnown());
    Fit fit = fit(keys, address, hidden, now);
    sentences.add(WORDS.phrase("card.fit." + fit.name(), address));
    return new CardLook(sentences, fit);
  }

  private static boolean works(TokenState state) {
    return state != TokenState.FAILED && state != TokenState.ABSENT;
  }

  private static Phrase certificate(HeldKey key, Instant now) {
    X509Certificate certificate = key.certificate();
    List<String> addresses = CertificateNames.addresses(certificate);
    String wording = addresses.isEmpty() ? "card.certificate-nameless" : "card.certificate";
    return WORDS.phrase(
        key.validAt(now) ? wording : "card.certificate-not-valid",
        CertificateNames.displayName(certificate),
        WORDS.phrase(key.isFor(KeyPurpose.SIGN) ? "card.signs" : "card.decrypts"),
        LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneId.systemDefault())
            .toString(),
        String.join(", ", addresses));
  }

  private static Fit fit(List<HeldKey> keys, String address, boolean hidden, Instant now) {
    String wanted = MailAddress.normalise(address).orElse(address);
    List<List<String>> signing =
        keys.stream()
            .filter(key -> key.isFor(KeyPurpose.SIGN) && key.validAt(now))
            .map(key -> CertificateNames.addresses(key.certificate()))
            .toList();
    if (signing.stream().anyMatch(addresses -> addresses.contains(wanted))) {
      return Fit.HAS_ADDRESS;
    }
    if (signing.stream().anyMatch(List::isEmpty)) {
      return Fit.NO_ADDRESS;
    }
    if (hidden) {
      return Fit.AFTER_PIN;
    }
    return signing.isEmpty() ? Fit.NONE : Fit.OTHER_ADDRESS;
  }
}
