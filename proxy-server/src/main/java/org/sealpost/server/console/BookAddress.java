package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the book has of an address.
 *
 * @param entries as they stand; empty before that was found out
 * @param pending whether it is still to be found out how they stand
 * @param introduced when the address was asked for a signed answer last
 * @param answered since when encryption works for that
 * @param done what was done just now, as in the words {@code book.done.DONE}
 */
record BookAddress(
    String address,
    boolean pending,
    List<Entry> entries,
    List<Found> found,
    List<ChangeView> changes,
    Optional<Instant> introduced,
    Optional<Instant> answered,
    Optional<String> done) {
  /**
   * An entry of the book.
   *
   * @param chosen whether mail is encrypted to it
   * @param standing why, in a sentence
   */
  record Entry(
      BookList.Row row,
      boolean chosen,
      String standing,
      Optional<Instant> vouched,
      Optional<Instant> asked,
      List<String> capabilities) {}

  /**
   * What a directory said.
   *
   * @param problem what keeps it from being used
   */
  record Found(BookList.Row row, Optional<String> problem) {}

  boolean isEmpty() {
    return entries.isEmpty() && found.isEmpty();
  }
}
