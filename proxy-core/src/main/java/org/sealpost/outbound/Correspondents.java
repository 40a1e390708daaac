package org.sealpost.outbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealpost.book.Lookup;
import org.sealpost.book.RecipientCertificates;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.policy.Account;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.Recipient;
import org.sealpost.smime.EncryptedWriter;

/** The recipients of one mail and the certificates to encrypt it to. For one thread. */
final class Correspondents {
  private static final Words WORDS = Words.beside(Correspondents.class);

  private final Map<String, X509Certificate> certificates = new LinkedHashMap<>();
  private final List<Recipient> recipients = new ArrayList<>();

  /** Without certificates: for a mail that is not encrypted by us. */
  Correspondents(Envelope envelope, OutgoingHeader header) {
    for (String address : once(envelope)) {
      recipients.add(new Recipient(address, header.names(address), Optional.empty()));
    }
  }

  /** With certificates: for the account's own address from its card, for others from the book. */
  Correspondents(
      Envelope envelope,
      OutgoingHeader header,
      Account account,
      AccountCard card,
      RecipientCertificates book,
      Instant now)
      throws Failure {
    String own = OutgoingHeader.comparable(account.address());
    for (String address : once(envelope)) {
      String key = OutgoingHeader.comparable(address);
      if (key.equals(own)) {
        card.encryptionCertificate().ifPresent(it -> certificates.put(key, it));
      }
      Optional<Obstacle> obstacle =
          certificates.containsKey(key) ? Optional.empty() : lookUp(key, book.lookup(address, now));
      recipients.add(new Recipient(address, header.names(address), obstacle));
    }
  }

  /** Each recipient once, in the envelope's order. */
  List<Recipient> recipients() {
    return recipients;
  }

  /** The certificates of these recipients. */
  List<X509Certificate> certificates(List<String> addresses) {
    return addresses.stream()
        .map(OutgoingHeader::comparable)
        .map(certificates::get)
        .distinct()
        .toList();
  }

  private Optional<Obstacle> lookUp(String key, Lookup lookup) {
    return switch (lookup) {
      case Lookup.None(Lookup.Why why, String reason) ->
          Optional.of(new Obstacle(reason, why.isLapsed(), why.isTemporary()));
      case Lookup.Usable(X509Certificate usable, _) when !EncryptedWriter.supports(usable) ->
          Optional.of(new Obstacle(WORDS.text("unsupported-key"), false));
      case Lookup.Usable(X509Certificate usable, _) -> {
        certificates.put(key, usable);
        yield Optional.empty();
      }
    };
  }

  private static List<String> once(Envelope envelope) {
    Map<String, String> all = new LinkedHashMap<>();
    envelope
        .recipients()
        .forEach(address -> all.putIfAbsent(OutgoingHeader.comparable(address), address));
    return List.copyOf(all.values());
  }
}
