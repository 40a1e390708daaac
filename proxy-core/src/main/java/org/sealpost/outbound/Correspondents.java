package org.sealpost.outbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealpost.book.Lookup;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.policy.Account;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.Recipient;
import org.sealpost.smime.Capabilities;
import org.sealpost.smime.EncryptedWriter;
import org.sealpost.smime.Reader;

/**
 * The recipients of one mail and what to encrypt it to. Two spellings of an address count as one
 * recipient here, and the first stands for both; whether they are one mailbox only the recipient's
 * server knows (RFC 5321 §2.4), so that a mail has to go to each. For one thread.
 */
final class Correspondents {
  private static final Words WORDS = Words.beside(Correspondents.class);

  private final Map<String, Reader> readers = new LinkedHashMap<>();
  private final List<Recipient> recipients = new ArrayList<>();
  private final Map<String, Set<String>> spellings = new LinkedHashMap<>();

  /** Without certificates: for a mail that is not encrypted by us. */
  Correspondents(Envelope envelope, OutgoingHeader header) {
    for (String address : once(envelope)) {
      recipients.add(new Recipient(address, header.names(address), Optional.empty()));
    }
  }

  /** With certificates: for the account's own addresses from its card, for others from the book. */
  Correspondents(
      Envelope envelope,
      OutgoingHeader header,
      Account account,
      AccountCard card,
      RecipientCertificates book,
      Instant now)
      throws Failure {
    List<String> addresses = once(envelope);
    // The others were expected when they were named.
    addresses.stream()
        .filter(address -> !account.owns(address) && !account.mayEncrypt(address))
        .forEach(book::expect);
    for (String address : addresses) {
      String key = OutgoingHeader.comparable(address);
      if (account.owns(key)) {
        card.encryptionCertificate().ifPresent(it -> readers.put(key, Reader.ourselves(it)));
      }
      Optional<Obstacle> obstacle =
          readers.containsKey(key) ? Optional.empty() : lookUp(key, book.lookup(address, now));
      recipients.add(new Recipient(address, header.names(address), obstacle));
    }
  }

  /** Each recipient once, in the envelope's order. */
  List<Recipient> recipients() {
    return recipients;
  }

  /** These recipients as the envelope has them, in every spelling. */
  List<String> spellings(List<String> addresses) {
    return addresses.stream()
        .map(OutgoingHeader::comparable)
        .distinct()
        .flatMap(key -> spellings.get(key).stream())
        .toList();
  }

  /** These recipients as readers: their certificates, and what they announced. */
  List<Reader> readers(List<String> addresses) {
    return addresses.stream().map(OutgoingHeader::comparable).map(readers::get).distinct().toList();
  }

  private Optional<Obstacle> lookUp(String key, Lookup lookup) {
    return switch (lookup) {
      case Lookup.None(Lookup.Why why, Phrase reason) ->
          Optional.of(new Obstacle(reason, kind(why)));
      case Lookup.Usable(X509Certificate usable, _) when !EncryptedWriter.supports(usable) ->
          Optional.of(new Obstacle(WORDS.phrase("unsupported-key"), Obstacle.Kind.NONE_KNOWN));
      case Lookup.Usable(X509Certificate usable, Capabilities announced) -> {
        readers.put(key, new Reader(usable, announced));
        yield Optional.empty();
      }
    };
  }

  private static Obstacle.Kind kind(Lookup.Why why) {
    if (why.isTemporary()) {
      return Obstacle.Kind.NOT_ASKED;
    }
    return why.isLapsed() ? Obstacle.Kind.LAPSED : Obstacle.Kind.NONE_KNOWN;
  }

  private List<String> once(Envelope envelope) {
    for (String address : envelope.recipients()) {
      spellings
          .computeIfAbsent(OutgoingHeader.comparable(address), _ -> new LinkedHashSet<>())
          .add(address);
    }
    return spellings.values().stream().map(all -> all.iterator().next()).toList();
  }
}
