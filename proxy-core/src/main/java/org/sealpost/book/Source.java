package org.sealpost.book;

/**
 * Where a certificate came from, which also says why it is trusted: one from a mail needs a path to
 * a configured anchor whenever it is used; one that the user imported from a file is trusted by the
 * user's own word; one from a directory needs a path like one from a mail, and is used only while
 * the directory's answer is fresh.
 *
 * @param detail the Message-ID of the mail, the file's name, or the directory's
 */
public record Source(Kind kind, String detail) {
  /** The kind of source. */
  public enum Kind {
    MAIL,
    FILE,
    DIRECTORY
  }
}
