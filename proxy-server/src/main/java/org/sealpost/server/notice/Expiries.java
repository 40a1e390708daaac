package org.sealpost.server.notice;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the user's certificates run out within 30 days, 7 days or 1 day, each told once per
 * threshold. One that another on the same card has taken the place of does not count. For one
 * thread.
 */
final class Expiries {
  private static final Logger LOG = LoggerFactory.getLogger(Expiries.class);

  /** In days, the last first. */
  private static final List<Integer> THRESHOLDS = List.of(1, 7, 30);

  private final ToldExpiries told;
  private final ZoneId zone;

  private record Own(X509Certificate certificate, Set<KeyPurpose> purposes) {
    Instant end() {
      return certificate.getNotAfter().toInstant();
    }

    boolean replaces(Own other) {
      return end().isAfter(other.end())
          && certificate
              .getSubjectX500Principal()
              .equals(other.certificate.getSubjectX500Principal())
          && purposes.containsAll(other.purposes);
    }
  }

  private record Group(LocalDate lastDay, int threshold) implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      int byDay = lastDay.compareTo(other.lastDay);
      return byDay != 0 ? byDay : Integer.compare(threshold, other.threshold);
    }
  }

  Expiries(ToldExpiries told, ZoneId zone) {
    this.told = told;
    this.zone = zone;
  }

  /** What is still to be told of a card. */
  List<ExpiringCertificates> of(TokenInfo token, Instant now) {
    List<Own> all = certificates(token);
    Map<Group, List<X509Certificate>> due = new TreeMap<>();
    for (Own own : all) {
      int threshold = threshold(Duration.between(now, own.end()));
      if (threshold > 0
          && all.stream().noneMatch(other -> other.replaces(own))
          && !told.isTold(Fingerprint.of(own.certificate()).hex(), threshold)) {
        LocalDate lastDay = own.end().atZone(zone).toLocalDate();
        due.computeIfAbsent(new Group(lastDay, threshold), _ -> new ArrayList<>())
            .add(own.certificate());
      }
    }
    return due.entrySet().stream()
        .map(each -> expiring(token, each.getKey(), each.getValue()))
        .toList();
  }

  /** They need not be told of again before the next threshold. */
  void told(ExpiringCertificates expiring) {
    told.remember(expiring.fingerprints(), expiring.threshold());
  }

  /** Zero where it is over, or far off. */
  private static int threshold(Duration left) {
    if (left.isNegative() || left.isZero()) {
      return 0;
    }
    return THRESHOLDS.stream()
        .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
        .findFirst()
        .orElse(0);
  }

  private static ExpiringCertificates expiring(
      TokenInfo token, Group group, List<X509Certificate> certificates) {
    return new ExpiringCertificates(
        token.label(),
        certificates.stream().map(CertificateNames::displayName).distinct().toList(),
        group.lastDay(),
        group.threshold(),
        certificates.stream().map(each -> Fingerprint.of(each).hex()).toList());
  }

  private static List<Own> certificates(TokenInfo token) {
    List<Own> certificates = new ArrayList<>();
    for (CardCertificate held : token.certificates()) {
      try {
        certificates.add(new Own(CertificateFile.parse(held.certificate()), held.purposes()));
      } catch (CertificateException e) {
        LOG.debug("a certificate on a card cannot be read", e);
      }
    }
    return certificates;
  }
}
