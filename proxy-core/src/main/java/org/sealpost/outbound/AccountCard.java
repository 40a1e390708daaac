package org.sealpost.outbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.keys.CardKeys;
import org.sealpost.keys.HeldKey;
import org.sealpost.policy.Account;
import org.sealpost.smime.EncryptedWriter;
import org.sealpost.smime.SigningKey;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.VerdictWords;

/** What one outgoing mail needs of its account's card. For one thread. */
final class AccountCard {
  private static final Words WORDS = Words.beside(AccountCard.class);

  private final CardKeys keys;
  private final Account account;
  private final String from;
  private final Instant now;
  private Optional<HeldKey> signer = Optional.empty();
  private Optional<X509Certificate> encryption = Optional.empty();
  private boolean encryptionLookedFor;

  /**
   * The card for one mail.
   *
   * @param from the one of the account's addresses that the mail is from
   */
  AccountCard(CardKeys keys, Account account, String from, Instant now) {
    this.keys = keys;
    this.account = account;
    this.from = from;
    this.now = now;
  }

  /**
   * Settles on the key to sign with. Tokens whose certificates are not known yet are unlocked only
   * while none of the others will do, and one that is not there is counted on only then.
   */
  void chooseSigner() throws Failure {
    requireToken();
    SignerChoice choice = choice();
    while (!servesNow(choice) && keys.learn()) {
      choice = choice();
    }
    signer =
        switch (choice) {
          case SignerChoice.Chosen(HeldKey key) -> Optional.of(key);
          case SignerChoice.None(Failure refusal) -> throw unlessUnread(refusal);
        };
  }

  /** Where no card is there at all, the one that is wanted may be known all the same. */
  private void requireToken() throws Failure {
    try {
      keys.requireToken();
    } catch (Failure e) {
      boolean absent = keys.problems().isEmpty();
      throw absent && choice() instanceof SignerChoice.Chosen(HeldKey key) ? absent(key, e) : e;
    }
  }

  private Failure absent(HeldKey key, Failure cause) {
    String holder = CertificateNames.displayName(key.certificate());
    Phrase card = keys.nameInReply(key);
    Phrase named = WORDS.phrase("card-absent", from, card, holder);
    boolean legible = Words.ascii(holder).equals(holder);
    Phrase inAscii = legible ? named : WORDS.phrase("card-absent.illegible", from, card);
    Phrase words = new Phrase.Told(inAscii.english(), named.in(Phrase.TAIWAN));
    return Failure.of(451, "4.7.5", words, cause);
  }

  /**
   * What is wrong with the account's card cannot be said for good while there is one that was never
   * read: it may be the account's.
   */
  private Failure unlessUnread(Failure refusal) throws Failure {
    Optional<Phrase> problem = keys.problems().stream().findFirst();
    if (problem.isPresent()) {
      return unread("card-failed", problem.get());
    }
    List<Phrase> missing = keys.neverSeen();
    return missing.isEmpty() ? refusal : unread("card-missing", Phrase.list(missing));
  }

  private Failure unread(String key, Phrase what) {
    return Failure.of(451, "4.7.5", WORDS.phrase(key, from, what));
  }

  private SignerChoice choice() throws Failure {
    List<HeldKey> known = keys.known();
    List<HeldKey> present = known.stream().filter(HeldKey::present).toList();
    SignerChoice choice = SignerChoice.of(present, account, from, now);
    return servesNow(choice) ? choice : SignerChoice.of(known, account, from, now);
  }

  private static boolean servesNow(SignerChoice choice) {
    return choice instanceof SignerChoice.Chosen(HeldKey key) && key.present();
  }

  /**
   * The certificate that the account's own copies are encrypted to and that others may answer to:
   * one of the signer's holder, best with the address that the mail is from and on the same token;
   * without a signer one that carries an address of the account's.
   */
  Optional<X509Certificate> encryptionCertificate() throws Failure {
    if (!encryptionLookedFor) {
      encryption = findEncryption();
      while (encryption.isEmpty() && signer.isEmpty() && keys.learn()) {
        encryption = findEncryption();
      }
      encryptionLookedFor = true;
    }
    return encryption;
  }

  /** Why there is no {@link #encryptionCertificate}, in whole sentences; empty if there is one. */
  Optional<String> encryptionObstacle() throws Failure {
    if (encryptionCertificate().isPresent()) {
      return Optional.empty();
    }
    Optional<X509Certificate> newest =
        keys.known().stream()
            .filter(key -> key.isFor(KeyPurpose.DECRYPT))
            .filter(this::isHoldersOwn)
            .min(SignerChoice.BEST)
            .map(HeldKey::certificate);
    return Optional.of(newest.map(this::problem).orElseGet(() -> WORDS.text("own-copy.none")));
  }

  private String problem(X509Certificate certificate) {
    return CertificateTrust.encryptionProblemOfItself(certificate, now)
        .map(problem -> VerdictWords.problem(problem).english())
        .orElseGet(() -> WORDS.text("own-copy.unsupported-key"));
  }

  /**
   * The chosen key, ready to sign: its token is unlocked now, with a prompt where it is locked.
   * Empty if none was chosen.
   */
  Optional<SigningKey> unlockedSigner() throws Failure {
    if (signer.isEmpty()) {
      return Optional.empty();
    }
    Optional<X509Certificate> enclosed = encryptionCertificate();
    unlock(signer.get());
    return Optional.of(keys.signing(signer.get(), enclosed));
  }

  private void unlock(HeldKey key) throws Failure {
    try {
      keys.unlock(key.ref().tokenId());
    } catch (Failure e) {
      boolean absent =
          e.getCause() instanceof CardException cause && cause.error() == CardError.TOKEN_ABSENT;
      throw absent ? absent(key, e) : e;
    }
  }

  private Optional<X509Certificate> findEncryption() throws Failure {
    return keys.known().stream()
        .filter(key -> key.isFor(KeyPurpose.DECRYPT))
        .filter(key -> CertificateTrust.encryptionProblemOfItself(key.certificate(), now).isEmpty())
        .filter(key -> EncryptedWriter.supports(key.certificate()))
        .filter(this::isHoldersOwn)
        .min(
            Comparator.comparing((HeldKey key) -> !carries(key, from))
                .thenComparing(key -> !isOnSignersToken(key))
                .thenComparing(SignerChoice.BEST))
        .map(HeldKey::certificate);
  }

  private boolean isHoldersOwn(HeldKey key) {
    List<String> addresses = CertificateNames.addresses(key.certificate());
    if (!addresses.isEmpty()) {
      return account.addresses().anyMatch(own -> carries(key, own));
    }
    return signer.isEmpty()
        ? account.signWithoutAddress()
        : isOnSignersToken(key)
            && subject(signer.get().certificate()).equals(subject(key.certificate()));
  }

  private static boolean carries(HeldKey key, String address) {
    return CertificateNames.addresses(key.certificate())
        .contains(OutgoingHeader.comparable(address));
  }

  private boolean isOnSignersToken(HeldKey key) {
    return signer.filter(it -> it.ref().tokenId().equals(key.ref().tokenId())).isPresent();
  }

  private static X500Principal subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal();
  }
}
