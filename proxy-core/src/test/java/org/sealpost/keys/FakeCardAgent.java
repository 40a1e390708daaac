package org.sealpost.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.SignatureAlgorithm;
import org.sealpost.card.api.TokenEvent;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.card.api.Told;
import org.sealpost.testpki.Holder;

/** A card-agent in this process, whose cards do what a test says. Counts what it is asked. */
public final class FakeCardAgent implements CardAgent {
  private static final boolean[] ANY_USAGE = {true, true, true, true, true, true, true, true, true};

  private final Map<String, Token> tokens = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final List<Purpose> purposes = new ArrayList<>();
  private Optional<CardError> unreachable = Optional.empty();
  private Optional<CardError> refusal = Optional.empty();
  private Optional<CardError> operationError = Optional.empty();
  private int prompts;
  private int signatures;
  private int decryptions;

  /** An unlocked token. */
  public FakeCardAgent token(String id, Holder... holders) {
    tokens.put(id, new Token(id, List.of(holders), TokenState.UNLOCKED, true));
    return this;
  }

  /** A token whose certificates can be read without the PIN. */
  public FakeCardAgent locked(String id, Holder... holders) {
    tokens.put(id, new Token(id, List.of(holders), TokenState.LOCKED, true));
    return this;
  }

  /** A token that shows nothing before its PIN is given. */
  public FakeCardAgent closed(String id, Holder... holders) {
    tokens.put(id, new Token(id, List.of(holders), TokenState.LOCKED, false));
    return this;
  }

  /** A token that was there, was read, and is gone. */
  public FakeCardAgent absent(String id, Holder... holders) {
    tokens.put(id, new Token(id, List.of(holders), TokenState.ABSENT, true));
    return this;
  }

  /** A configured token that was never there. */
  public FakeCardAgent neverSeen(String id) {
    tokens.put(id, new Token(id, List.of(), TokenState.ABSENT, false));
    return this;
  }

  /** A token that is there and of no use. */
  public FakeCardAgent failed(String id) {
    tokens.put(id, new Token(id, List.of(), TokenState.FAILED, false));
    return this;
  }

  /** What is printed on a token, instead of its id. */
  public FakeCardAgent labelled(String id, String label) {
    labels.put(id, label);
    return this;
  }

  /** Every call fails. */
  public FakeCardAgent unreachable() {
    unreachable = Optional.of(CardError.AGENT_UNREACHABLE);
    return this;
  }

  /** What comes of the next prompts; without this the right PIN is given. */
  public FakeCardAgent answering(CardError error) {
    refusal = Optional.of(error);
    return this;
  }

  /** The right PIN is given from now on. */
  public FakeCardAgent answeringWell() {
    refusal = Optional.empty();
    return this;
  }

  /** Every private-key operation fails. */
  public FakeCardAgent failingAtWork(CardError error) {
    operationError = Optional.of(error);
    return this;
  }

  public int prompts() {
    return prompts;
  }

  public int signatures() {
    return signatures;
  }

  /** Of either kind. */
  public int decryptions() {
    return decryptions;
  }

  /** What each prompt was for. */
  public List<Purpose> purposes() {
    return List.copyOf(purposes);
  }

  @Override
  public List<TokenInfo> tokens() throws CardException {
    reach();
    return tokens.values().stream().map(Token::info).map(this::labelled).toList();
  }

  @Override
  public List<ModuleReport> modules() {
    return List.of();
  }

  @Override
  public TokenInfo unlock(String tokenId, Purpose purpose, Duration wait) throws CardException {
    reach();
    return unlocked(tokenId, purpose).info();
  }

  private TokenInfo labelled(TokenInfo token) {
    return new TokenInfo(
        token.id(),
        labels.getOrDefault(token.id(), token.label()),
        token.reader(),
        token.state(),
        token.triesLeft(),
        token.certificatesKnown(),
        token.certificates(),
        token.toldProblem());
  }

  private Token unlocked(String tokenId, Purpose purpose) throws CardException {
    Token token = tokens.get(tokenId);
    if (token == null || token.state == TokenState.ABSENT) {
      throw new CardException(CardError.TOKEN_ABSENT, "no card");
    }
    if (token.state == TokenState.FAILED) {
      throw new CardException(CardError.TOKEN_FAILED, token.problem());
    }
    if (token.state == TokenState.LOCKED) {
      prompts++;
      purposes.add(purpose);
      if (refusal.isPresent()) {
        throw new CardException(refusal.get(), "the prompt ended so");
      }
      tokens.put(
          tokenId,
          new Token(tokenId, token.holders, TokenState.UNLOCKED, !token.holders.isEmpty()));
    }
    return tokens.get(tokenId);
  }

  @Override
  public void lock() {
    tokens.replaceAll((id, token) -> new Token(id, token.holders, TokenState.LOCKED, true));
  }

  @Override
  public void forget(String tokenId) {
    tokens.remove(tokenId);
  }

  @Override
  public byte[] sign(
      KeyRef key, SignatureAlgorithm algorithm, byte[] digest, Purpose purpose, Duration wait)
      throws CardException {
    PrivateKey secret = key(key, purpose);
    signatures++;
    try {
      Signature signature;
      byte[] input = digest;
      switch (algorithm.scheme()) {
        case RSA_PKCS1 -> {
          signature = Signature.getInstance("NONEwithRSA");
          input = digestInfo(digest);
        }
        case ECDSA -> signature = Signature.getInstance("NONEwithECDSA");
        default -> throw new CardException(CardError.NOT_SUPPORTED, "no PSS");
      }
      signature.initSign(secret);
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new CardException(CardError.TOKEN_FAILED, "the card broke", e);
    }
  }

  private static byte[] digestInfo(byte[] digest) {
    try {
      return new DigestInfo(
              new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE), digest)
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[] decrypt(
      KeyRef key,
      KeyTransport algorithm,
      byte[] wrappedKey,
      int expectedLength,
      Purpose purpose,
      Duration wait)
      throws CardException {
    PrivateKey secret = key(key, purpose);
    decryptions++;
    try {
      Cipher cipher =
          Cipher.getInstance(
              algorithm.padding() == KeyTransport.Padding.RSA_PKCS1
                  ? "RSA/ECB/PKCS1Padding"
                  : "RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.DECRYPT_MODE, secret);
      return Arrays.copyOf(cipher.doFinal(wrappedKey), expectedLength);
    } catch (GeneralSecurityException e) {
      return new byte[expectedLength];
    }
  }

  @Override
  public byte[] agree(KeyRef key, byte[] ephemeralPublicKey, Purpose purpose, Duration wait)
      throws CardException {
    PrivateKey secret = key(key, purpose);
    decryptions++;
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(secret);
      agreement.doPhase(
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(ephemeralPublicKey)),
          true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      throw new CardException(CardError.BAD_REQUEST, "no such point", e);
    }
  }

  private PrivateKey key(KeyRef ref, Purpose purpose) throws CardException {
    reach();
    Token token = unlocked(ref.tokenId(), purpose);
    if (operationError.isPresent()) {
      throw new CardException(operationError.get(), "the card says so");
    }
    return token.holders.stream()
        .filter(holder -> keyId(holder).equals(ref.keyId()))
        .findFirst()
        .orElseThrow(() -> new CardException(CardError.KEY_ABSENT, "no key"))
        .key();
  }

  private void reach() throws CardException {
    if (unreachable.isPresent()) {
      throw new CardException(unreachable.get(), "Start it with \"sealpost agent\".");
    }
  }

  @Override
  public void onEvent(Consumer<TokenEvent> listener) {}

  @Override
  public void close() {}

  private static String keyId(Holder holder) {
    BigInteger serial = holder.certificate().getSerialNumber();
    return serial.toString(16);
  }

  private record Token(String id, List<Holder> holders, TokenState state, boolean known) {
    TokenInfo info() {
      return new TokenInfo(
          id,
          "Card " + id,
          "reader",
          state,
          OptionalInt.empty(),
          known,
          known ? holders.stream().map(Token::certificate).toList() : List.of(),
          Told.verbatim(problem()));
    }

    String problem() {
      return state == TokenState.FAILED ? "Card " + id + " is broken. Mend it." : "";
    }

    private static CardCertificate certificate(Holder holder) {
      try {
        List<byte[]> chain = new ArrayList<>();
        for (X509Certificate issuer : holder.issuers()) {
          chain.add(issuer.getEncoded());
        }
        return new CardCertificate(
            keyId(holder), purposes(holder), holder.certificate().getEncoded(), chain);
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Set<KeyPurpose> purposes(Holder holder) {
      boolean[] usage = Optional.ofNullable(holder.certificate().getKeyUsage()).orElse(ANY_USAGE);
      Set<KeyPurpose> purposes = EnumSet.noneOf(KeyPurpose.class);
      if (usage[0] || usage[1]) {
        purposes.add(KeyPurpose.SIGN);
      }
      if (usage[2] || usage[3] || usage[4]) {
        purposes.add(KeyPurpose.DECRYPT);
      }
      return purposes;
    }
  }
}
