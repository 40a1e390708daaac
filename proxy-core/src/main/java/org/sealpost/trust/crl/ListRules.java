package org.sealpost.trust.crl;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.trust.crl.CrlSource.Consulted;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Cause;
import org.sealpost.trust.revocation.RevocationStatus.Good;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/** What follows for a certificate from lists at hand (RFC 5280 §6.3.3). Pure functions. */
final class ListRules {
  private static final Words WORDS = Words.beside(ListRules.class);

  private ListRules() {}

  /** Whether the list counts at {@code now} as the latest. */
  static boolean isCurrent(IndexHeader header, Instant now) {
    Instant thisUpdate = header.list().thisUpdate();
    return !thisUpdate.isAfter(now.plus(Expectation.SKEW))
        && header
            .list()
            .nextUpdate()
            .filter(next -> now.isBefore(next.plus(Expectation.SKEW)))
            .isPresent();
  }

  /**
   * What a complete list says.
   *
   * @param certificate issued by {@code issuer}, which names the list's place or for which it is
   *     configured
   */
  static RevocationStatus judge(
      Consulted list,
      Place place,
      X509Certificate certificate,
      X509Certificate issuer,
      Instant now) {
    IndexHeader header = list.header();
    Optional<Phrase> silent = silent(header, place, certificate, issuer);
    if (silent.isPresent()) {
      return unreliable(header, silent.get());
    }
    Optional<CrlEntry> entry = listed(list);
    if (!isCurrent(header, now)) {
      // A revocation for good stays one; else whoever keeps us from the next list could undo it.
      return entry
          .filter(CrlEntry::forGood)
          .<RevocationStatus>map(found -> revoked(found, header))
          .orElseGet(() -> outdated(header, now));
    }
    return entry
        .<RevocationStatus>map(found -> revoked(found, header))
        .orElseGet(() -> notListed(header, place, certificate));
  }

  /** Why a list that is not current says nothing. */
  static Unknown outdated(IndexHeader header, Instant now) {
    RevocationList list = header.list();
    if (list.thisUpdate().isAfter(now.plus(Expectation.SKEW))) {
      return unreliable(header, WORDS.phrase("list.future", list.thisUpdate()));
    }
    return new Unknown(
        new Cause.Outdated(
            header.source().toString(), list.nextUpdate().orElse(list.thisUpdate())));
  }

  /** removeFromCRL has a meaning in lists of amendments only (RFC 5280 §5.3.1). */
  private static Optional<CrlEntry> listed(Consulted list) {
    return list.entry().filter(entry -> entry.reason() != RevocationReason.REMOVE_FROM_CRL);
  }

  private static RevocationStatus notListed(
      IndexHeader header, Place place, X509Certificate certificate) {
    if (header.list().extensions().scope().someReasons() || place.someReasons()) {
      return unreliable(header, WORDS.phrase("answer.some-reasons"));
    }
    Instant expiry = certificate.getNotAfter().toInstant();
    Instant thisUpdate = header.list().thisUpdate();
    boolean forgotten =
        expiry.isBefore(thisUpdate)
            && header
                .list()
                .extensions()
                .expiredSince()
                .filter(since -> !expiry.isBefore(since))
                .isEmpty();
    return forgotten
        ? new Unknown(new Cause.ExpiredBefore(header.source().toString(), thisUpdate))
        : new Good(evidence(header));
  }

  /** Whether the list is one that tells of the certificate, in date or not. */
  static boolean speaks(
      Consulted list, Place place, X509Certificate certificate, X509Certificate issuer) {
    return silent(list.header(), place, certificate, issuer).isEmpty();
  }

  /** Why the list has no say about the certificate. */
  private static Optional<Phrase> silent(
      IndexHeader header, Place place, X509Certificate certificate, X509Certificate issuer) {
    ListScope scope = header.list().extensions().scope();
    if (header.list().extensions().baseNumber().isPresent()) {
      return Optional.of(WORDS.phrase("list.delta"));
    }
    if (!maySpeak(header, place, issuer)) {
      return Optional.of(WORDS.phrase("list.other-issuer", ShownName.of(header.list().issuer())));
    }
    if (scope.partition() && scope.names().stream().noneMatch(place.names()::contains)) {
      return Optional.of(WORDS.phrase("list.other-partition", place.uri()));
    }
    boolean isAuthority = certificate.getBasicConstraints() >= 0;
    boolean otherKind = isAuthority ? scope.onlyHolders() : scope.onlyAuthorities();
    return otherKind || scope.onlyAttributes()
        ? Optional.of(WORDS.phrase("answer.other-kind"))
        : Optional.empty();
  }

  /** The list is the issuer's own, made with its key, or an indirect one of whom it names. */
  private static boolean maySpeak(IndexHeader header, Place place, X509Certificate issuer) {
    RevocationList list = header.list();
    if (!header.authority().getPublicKey().equals(issuer.getPublicKey())) {
      return false;
    }
    if (place.speakers().isEmpty()) {
      return list.issuer().equals(issuer.getSubjectX500Principal())
          && list.signer().getPublicKey().equals(issuer.getPublicKey());
    }
    return list.extensions().scope().indirect()
        && place.speakers().contains(GeneralNameText.of(list.issuer()));
  }

  static Revoked revoked(CrlEntry entry, IndexHeader header) {
    return new Revoked(entry.revoked(), entry.reason(), entry.invalidSince(), evidence(header));
  }

  private static Unknown unreliable(IndexHeader header, Phrase words) {
    return new Unknown(new Cause.NotReliable(header.source().toString(), words));
  }

  static Evidence evidence(IndexHeader header) {
    return new Evidence(
        Evidence.Kind.CRL,
        header.source().toString(),
        header.list().thisUpdate(),
        header.list().nextUpdate());
  }
}
