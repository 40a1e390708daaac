package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.book.BookEntry;
import org.sealpost.book.Change;
import org.sealpost.book.Source;
import org.sealpost.trust.PlainText;

/**
 * A page of the book.
 *
 * @param from the number of the first entry that is shown, from 1; 0 if there is none
 * @param total how many entries there are on all pages
 * @param found what directories said, beside the book's own
 * @param changes that the user has not acknowledged
 * @param own the accounts whose own certificates can be exported
 * @param done what was done just now, as in the words {@code book.done.DONE}
 */
record BookList(
    String sought,
    List<Row> rows,
    int from,
    int total,
    Paging paging,
    List<Row> found,
    Changes changes,
    List<String> own,
    Optional<String> done) {
  /**
   * A certificate of an address.
   *
   * @param source as in the words {@code book.source.SOURCE}
   * @param change the key of its words, if there is an open one
   */
  record Row(
      String address,
      CertificateView certificate,
      String source,
      String detail,
      Instant firstSeen,
      Instant lastSeen,
      Optional<Instant> freshUntil,
      Optional<String> change) {
    static Row of(BookEntry entry, List<Change> open, Instant now) {
      return new Row(
          PlainText.of(entry.address()),
          CertificateView.of(entry.certificate(), now),
          key(entry.source()),
          PlainText.of(entry.source().detail()),
          entry.firstSeen(),
          entry.lastSeen(),
          Optional.empty(),
          open.stream()
              .filter(
                  change ->
                      change.address().equals(entry.address())
                          && change.certificate().equals(entry.certificate()))
              .map(change -> change.renewal() ? "book.changed.renewal" : "book.changed.other")
              .findFirst());
    }

    Row freshUntil(Instant until) {
      return new Row(
          address, certificate, source, detail, firstSeen, lastSeen, Optional.of(until), change);
    }

    static String key(Source source) {
      return switch (source.kind()) {
        case MAIL -> "book.source.mail";
        case FILE -> "book.source.file";
        case DIRECTORY -> "book.source.directory";
      };
    }
  }

  /** Open changes: how many, and some of them. */
  record Changes(int count, List<ChangeView> first) {}

  int to() {
    return Math.max(0, from + rows.size() - 1);
  }
}
