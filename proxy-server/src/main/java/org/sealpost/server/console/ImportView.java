package org.sealpost.server.console;

import java.util.List;
import java.util.Optional;

/**
 * What became of a file of certificates.
 *
 * @param file its name
 * @param more how many results are not shown
 */
record ImportView(String file, List<Item> items, int more) {
  /**
   * What became of one certificate.
   *
   * @param result as in the words {@code book.import.RESULT}
   * @param note what else there is to know; may be empty
   * @param proposed the address to put a refused one under; empty where that would not help
   */
  record Item(
      String result,
      String tone,
      String address,
      Optional<CertificateView> certificate,
      String note,
      Optional<String> proposed) {}
}
