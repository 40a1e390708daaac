package org.sealpost.trust.crl;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sealpost.trust.crl.CrlSource.Consulted;
import org.sealpost.trust.revocation.RevocationReason;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.trust.revocation.RevocationStatus.Good;
import org.sealpost.trust.revocation.RevocationStatus.Revoked;
import org.sealpost.trust.revocation.RevocationStatus.Unknown;

/**
 * What follows when lists of amendments (delta CRLs, RFC 5280 §5.2.4) are read beside the one that
 * they amend. Pure functions.
 *
 * <p>Whoever keeps us from the next list of amendments must not undo what an earlier one said: a
 * revocation for good in one stays, though it ran out, until a complete list is newer than it. Nor
 * is a certificate good by the complete list alone where a newer list of amendments was had before
 * and ran out. Where none was ever had, the complete list suffices while it is in date, as RFC 5280
 * §6.3.3 has it.
 */
final class Amendments {
  private Amendments() {}

  /**
   * What is known when lists of amendments are read as well.
   *
   * @param known what {@code base} says, which speaks of the certificate, in date or not
   * @param deltas those at hand, whichever list they amend
   */
  static RevocationStatus amend(
      RevocationStatus known, Consulted base, List<Consulted> deltas, Instant now) {
    List<Consulted> newer =
        deltas.stream()
            .filter(delta -> isNewer(delta, base))
            .sorted(Comparator.comparing(Amendments::number))
            .toList();
    Optional<Consulted> forGood =
        newer.stream()
            .filter(delta -> delta.entry().filter(CrlEntry::forGood).isPresent())
            .findFirst();
    if (forGood.isPresent()) {
      Consulted delta = forGood.get();
      return ListRules.revoked(delta.entry().orElseThrow(), delta.header());
    }
    RevocationStatus status = known;
    for (Consulted delta : newer) {
      if (!startsFrom(delta, base)) {
        continue;
      }
      if (ListRules.isCurrent(delta.header(), now)) {
        // It has all that those before it had, so that one of them that ran out does not matter.
        status = amend(known, delta);
      } else if (status instanceof Good) {
        status = ListRules.outdated(delta.header(), now);
      }
    }
    return status;
  }

  private static RevocationStatus amend(RevocationStatus known, Consulted delta) {
    Optional<CrlEntry> entry = delta.entry();
    boolean removed =
        entry.filter(found -> found.reason() == RevocationReason.REMOVE_FROM_CRL).isPresent();
    return switch (known) {
      case Revoked revoked when removed ->
          revoked.reason() == RevocationReason.CERTIFICATE_HOLD
              ? new Good(ListRules.evidence(delta.header()))
              : revoked;
      case Good _ when entry.isEmpty() || removed -> new Good(ListRules.evidence(delta.header()));
      case Good _, Revoked _ ->
          entry
              .<RevocationStatus>map(found -> ListRules.revoked(found, delta.header()))
              .orElse(known);
      case Unknown unknown -> unknown;
    };
  }

  /** Whether it is about the same certificates, by the same CA, and was made later. */
  private static boolean isNewer(Consulted delta, Consulted base) {
    RevocationList newer = delta.header().list();
    RevocationList older = base.header().list();
    Optional<BigInteger> from = older.extensions().number();
    return newer.issuer().equals(older.issuer())
        && newer.signer().getPublicKey().equals(older.signer().getPublicKey())
        && newer.extensions().scope().equals(older.extensions().scope())
        && newer.extensions().number().isPresent()
        && from.filter(number -> number.compareTo(number(delta)) < 0).isPresent();
  }

  private static BigInteger number(Consulted delta) {
    return delta.header().list().extensions().number().orElseThrow();
  }

  /** Whether it leaves out nothing that came after the complete list. */
  private static boolean startsFrom(Consulted delta, Consulted base) {
    Optional<BigInteger> at = base.header().list().extensions().number();
    return delta
        .header()
        .list()
        .extensions()
        .baseNumber()
        .filter(from -> at.filter(number -> from.compareTo(number) <= 0).isPresent())
        .isPresent();
  }
}
