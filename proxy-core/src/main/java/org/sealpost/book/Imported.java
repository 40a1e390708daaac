package org.sealpost.book;

import java.security.cert.X509Certificate;
import org.sealpost.failure.Phrase;

/** What became of one certificate of an imported file. */
public sealed interface Imported {
  /**
   * It is in the book under this address.
   *
   * @param known whether it was before
   * @param note what else the user should know, in sentences; may be empty
   */
  record Added(X509Certificate certificate, String address, boolean known, Phrase note)
      implements Imported {}

  /**
   * It is in the book under this address, which has another holder's: mail is not encrypted to it
   * before the user acknowledges it.
   *
   * @param note as of {@link Added}
   */
  record Waiting(Change change, Phrase note) implements Imported {}

  /** A CA's certificate, kept to find the way to the anchors; nothing is trusted for its sake. */
  record Intermediate(X509Certificate certificate) implements Imported {}

  /** It is not in the book; {@code reason} says in a sentence why and what to do. */
  record Refused(X509Certificate certificate, Phrase reason) implements Imported {}

  /** No certificate could be read at this place of the file; {@code reason} says why. */
  record Unreadable(Phrase where, Phrase reason) implements Imported {}
}
