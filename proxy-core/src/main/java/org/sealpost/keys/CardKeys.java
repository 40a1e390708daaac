package org.sealpost.keys;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.RecipientKey;
import org.sealpost.smime.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys on the tokens, as one mail sees them. The agent is asked when a key is first wanted, and
 * a PIN only by {@link #learn}, {@link #unlock} and the operations. For one thread.
 */
public final class CardKeys {
  private static final Logger LOG = LoggerFactory.getLogger(CardKeys.class);

  private final CardAgent agent;
  private final Purpose purpose;
  private final PinWait pinWait;
  private final Map<String, Token> tokens = new LinkedHashMap<>();
  private final Set<String> learned = new HashSet<>();
  private boolean loaded;

  /**
   * The keys for one mail.
   *
   * @param pinWait bounds all prompts for this mail together
   */
  public CardKeys(CardAgent agent, Purpose purpose, PinWait pinWait) {
    this.agent = agent;
    this.purpose = purpose;
    this.pinWait = pinWait;
  }

  /**
   * The keys whose certificates are known without a PIN; also of tokens that were there and are
   * gone. Empty if no token is there. A failure says that the agent does not answer.
   */
  public List<HeldKey> known() throws Failure {
    load();
    return tokens.values().stream().flatMap(token -> token.keys().stream()).toList();
  }

  /** Fails, temporarily, if no token is there and works. */
  public void requireToken() throws Failure {
    load();
    if (infos().noneMatch(CardKeys::works)) {
      Optional<Phrase> problem = problems().stream().findFirst();
      throw problem.map(CardFailures::tokenFailed).orElseGet(CardFailures::noToken);
    }
  }

  /** What is wrong with the tokens that have failed, in sentences. */
  public List<Phrase> problems() throws Failure {
    load();
    return infos()
        .filter(token -> token.state() == TokenState.FAILED)
        .<Phrase>map(token -> CardName.of(token).inReply(token.toldProblem()))
        .toList();
  }

  /**
   * What a reply can call the tokens that are not there and whose certificates were never seen: the
   * label, or else the serial number.
   */
  public List<Phrase> neverSeen() throws Failure {
    load();
    return infos()
        .filter(token -> token.state() == TokenState.ABSENT && !token.certificatesKnown())
        .<Phrase>map(token -> CardName.of(token).inReply())
        .toList();
  }

  /** What a reply can call the token that this key is on. */
  public Phrase nameInReply(HeldKey key) {
    return name(key).inReply();
  }

  CardName name(HeldKey key) {
    return name(key.ref().tokenId());
  }

  private CardName name(String tokenId) {
    return CardName.of(tokens.get(tokenId).info());
  }

  /**
   * Unlocks the next token whose certificates are not known yet.
   *
   * @return whether there was one, so that {@link #known} may tell more
   */
  public boolean learn() throws Failure {
    load();
    Optional<String> next =
        infos()
            .filter(token -> works(token) && !token.certificatesKnown())
            .map(TokenInfo::id)
            .filter(id -> !learned.contains(id))
            .findFirst();
    if (next.isEmpty()) {
      return false;
    }
    learned.add(next.get());
    unlock(next.get());
    return true;
  }

  /** Makes sure that the token is unlocked, prompting where it is not. */
  public void unlock(String tokenId) throws Failure {
    put(pinWait.prompting(name(tokenId), wait -> agent.unlock(tokenId, purpose, wait)));
  }

  /** The key to sign with; {@code encryption} is the holder's certificate to be enclosed. */
  public SigningKey signing(HeldKey key, Optional<X509Certificate> encryption) {
    return new CardSigningKey(agent, name(key), key, encryption, purpose, pinWait);
  }

  RecipientKey decrypting(HeldKey key) {
    return new CardRecipientKey(agent, name(key), key, purpose, pinWait);
  }

  private Stream<TokenInfo> infos() {
    return tokens.values().stream().map(Token::info);
  }

  private static boolean works(TokenInfo token) {
    return token.state() != TokenState.ABSENT && token.state() != TokenState.FAILED;
  }

  private void load() throws Failure {
    if (loaded) {
      return;
    }
    try {
      agent.tokens().forEach(this::put);
      loaded = true;
    } catch (CardException e) {
      throw CardFailures.of(e);
    }
  }

  private void put(TokenInfo info) {
    tokens.put(info.id(), new Token(info, keysOf(info)));
  }

  private static List<HeldKey> keysOf(TokenInfo token) {
    List<HeldKey> keys = new ArrayList<>();
    for (CardCertificate card : token.certificates()) {
      try {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] der : card.chain()) {
          chain.add(certificate(der));
        }
        keys.add(
            new HeldKey(
                new KeyRef(token.id(), card.keyId()),
                works(token),
                card.purposes(),
                certificate(card.certificate()),
                chain));
      } catch (CertificateException e) {
        LOG.warn("key {} of token {} is left out: no certificate", card.keyId(), token.id(), e);
      }
    }
    return keys;
  }

  private static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private record Token(TokenInfo info, List<HeldKey> keys) {}
}
