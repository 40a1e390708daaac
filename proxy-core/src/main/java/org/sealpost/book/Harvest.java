package org.sealpost.book;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.smime.SignatureCheck;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.EncryptionUse;
import org.sealpost.trust.MailAddress;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Verdict;

/**
 * Takes the certificate to answer with out of a verified mail. A signature proves who signed, not
 * that the certificate announced beside it is the signer's; and the certificates enclosed are not
 * even signed. So the announced one is taken only if a CA vouches that it has the same holder.
 */
final class Harvest {
  private final Shelf shelf;
  private final CertificateTrust trust;

  Harvest(Shelf shelf, CertificateTrust trust) {
    this.shelf = shelf;
    this.trust = trust;
  }

  /**
   * What is to be kept.
   *
   * @param path of the certificate, from it to its anchor
   */
  record Find(Sighting sighting, List<X509Certificate> path) {
    Find {
      path = List.copyOf(path);
    }
  }

  Optional<Find> find(
      SignatureCheck signature, Verdict verdict, String address, String messageId, Instant now) {
    Optional<String> sender = MailAddress.normalise(address);
    if (sender.isEmpty() || signature.signer().isEmpty() || !holds(signature, verdict)) {
      return Optional.empty();
    }
    X509Certificate signer = signature.signer().get();
    if (!trust.addresses(signer).contains(sender.get())) {
      return Optional.empty();
    }
    List<X509Certificate> helpers = new ArrayList<>(signature.enclosed());
    helpers.addAll(shelf.intermediates());
    List<X509Certificate> announced =
        signature.encryptionCertificate().stream()
            .filter(certificate -> sameHolder(certificate, signer, sender.get()))
            .toList();
    for (X509Certificate candidate :
        Stream.concat(announced.stream(), Stream.of(signer)).toList()) {
      if (trust.encryptionUse(candidate, helpers, sender.get(), now)
          instanceof EncryptionUse.Usable(List<X509Certificate> path)) {
        BookEntry.Statement statement =
            new BookEntry.Statement(
                statedAt(signature, candidate, now),
                signature.preferenceStated() && announced.contains(candidate));
        Sighting sighting =
            new Sighting(
                sender.get(),
                candidate,
                new Source(Source.Kind.MAIL, PlainText.of(messageId)),
                Optional.of(statement),
                signature.capabilities(),
                now);
        return Optional.of(new Find(sighting, path));
      }
    }
    return Optional.empty();
  }

  /** As {@link BookEntry.Statement#at} says. */
  private static Instant statedAt(
      SignatureCheck signature, X509Certificate certificate, Instant now) {
    Instant notBefore = certificate.getNotBefore().toInstant();
    Instant claimed = signature.signingTime().orElse(notBefore);
    return claimed.isAfter(now) ? now : claimed;
  }

  private static boolean holds(SignatureCheck signature, Verdict verdict) {
    return signature.outcome() instanceof SignatureCheck.Outcome.Holds && verdict.isGood();
  }

  /**
   * The same address says so; where the certificate carries none, the same subject from the same
   * CA, since a subject is unique only within one CA (RFC 5280 §4.1.2.6).
   */
  private static boolean sameHolder(
      X509Certificate certificate, X509Certificate signer, String sender) {
    List<String> addresses = CertificateNames.addresses(certificate);
    return addresses.isEmpty() ? sameSubject(certificate, signer) : addresses.contains(sender);
  }

  static boolean sameSubject(X509Certificate certificate, X509Certificate other) {
    return certificate.getSubjectX500Principal().equals(other.getSubjectX500Principal())
        && certificate.getIssuerX500Principal().equals(other.getIssuerX500Principal());
  }
}
