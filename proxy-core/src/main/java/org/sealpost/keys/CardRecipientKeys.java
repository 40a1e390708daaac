package org.sealpost.keys;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.RecipientId;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.smime.RecipientKey;
import org.sealpost.smime.RecipientKeys;

/**
 * Finds the token key that a recipientInfo names, by issuer and serial number or by subject key
 * identifier (RFC 5652 §6.2), expired certificates included. {@link #find} never prompts: where it
 * finds nothing for a whole mail, {@link #learn} says whether there is more to look through. For
 * one thread.
 */
public final class CardRecipientKeys implements RecipientKeys {
  private final CardKeys keys;

  /** What tokens are called that are not there and hold what was asked for. */
  private final Set<Phrase> missing = new LinkedHashSet<>();

  public CardRecipientKeys(CardKeys keys) {
    this.keys = keys;
  }

  @Override
  public Optional<RecipientKey> find(RecipientId recipient) throws Failure {
    keys.requireToken();
    List<HeldKey> matching =
        keys.known().stream()
            .filter(key -> key.isFor(KeyPurpose.DECRYPT))
            .filter(key -> matches(recipient, key))
            .toList();
    Optional<HeldKey> present = matching.stream().filter(HeldKey::present).findFirst();
    if (present.isEmpty()) {
      matching.forEach(key -> missing.add(keys.name(key).inReply()));
    }
    return present.map(keys::decrypting);
  }

  /** Begins with another envelope: what was asked for before no longer counts. */
  public void nextEnvelope() {
    missing.clear();
  }

  /**
   * Fails, temporarily, if a token that is not there holds a key that was asked for. To be called
   * where the keys that were found open nothing.
   */
  public void requireMatching() throws Failure {
    require(missing);
  }

  /**
   * Fails, temporarily, if a token that is not there holds a key that was asked for, or may hold
   * it, since its certificates were never seen or it has failed. To be called before a mail counts
   * as not for us.
   */
  public void requireAll() throws Failure {
    requireMatching();
    require(keys.neverSeen());
    Optional<Phrase> problem = keys.problems().stream().findFirst();
    if (problem.isPresent()) {
      throw CardFailures.unreadable(problem.get());
    }
  }

  private static void require(Collection<Phrase> names) throws Failure {
    if (!names.isEmpty()) {
      throw CardFailures.missing(Phrase.list(List.copyOf(names)));
    }
  }

  /** See {@link CardKeys#learn}. */
  public boolean learn() throws Failure {
    return keys.learn();
  }

  // RecipientId implements the raw Selector; its match takes an X509CertificateHolder.
  @SuppressWarnings("unchecked")
  private static boolean matches(RecipientId recipient, HeldKey key) {
    try {
      return recipient.match(new X509CertificateHolder(key.certificate().getEncoded()));
    } catch (CertificateEncodingException | IOException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
