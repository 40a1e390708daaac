package org.sealpost.book;

import java.util.List;
import org.sealpost.store.Store;

/**
 * Looks through the book page by page, so that its size costs no memory. Thread-safe. All methods
 * throw {@link org.sealpost.store.StoreException} where the store cannot be used.
 */
public final class BookSearch {
  private final Shelf shelf;
  private final HolderNames names;

  /** The book in this store. */
  public BookSearch(Store store) {
    this.shelf = new Shelf(store);
    this.names = new HolderNames(store);
  }

  /**
   * Entries in the order of {@link CertificateBook#list}.
   *
   * @param part what the address or the holder's name in the certificate has in it, in lower case;
   *     empty for all
   */
  public List<BookEntry> page(String part, int offset, int limit) {
    completeNames(part);
    return shelf.page(part, offset, limit);
  }

  /** How many entries there are in all pages. */
  public int count(String part) {
    completeNames(part);
    return shelf.count(part);
  }

  private void completeNames(String part) {
    if (!part.isEmpty()) {
      names.complete();
    }
  }
}
