package org.sealpost.server.notice;

import java.time.LocalDate;
import java.util.List;

/**
 * Certificates on one card that run out on one day.
 *
 * @param card what the user knows it by
 * @param holders as the certificates name them
 * @param threshold the days within which that is
 * @param fingerprints of the certificates
 */
record ExpiringCertificates(
    String card,
    List<String> holders,
    LocalDate lastDay,
    int threshold,
    List<String> fingerprints) {
  ExpiringCertificates {
    holders = List.copyOf(holders);
    fingerprints = List.copyOf(fingerprints);
  }
}
