package org.sealpost.unmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.mime.Content;
import org.sealpost.mime.Spool;

/**
 * What changes in one mail: ranges of it, in order, and what is written in their place. Holds
 * attached mails that were taken off their transfer encoding until it is closed. For one thread.
 */
final class Edits implements AutoCloseable {
  private final List<Edit> edits = new ArrayList<>();
  private final List<Spool> spools = new ArrayList<>();
  private final List<Edits> attached = new ArrayList<>();

  /** Writes what comes in a range's place. */
  @FunctionalInterface
  interface Replacement {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Edit(long start, long end, Replacement replacement) {}

  /** Adds a range behind all before. */
  void replace(long start, long end, Replacement replacement) {
    edits.add(new Edit(start, end, replacement));
  }

  /** Keeps the bytes of an attached mail. */
  void hold(Spool spool) {
    spools.add(spool);
  }

  /** Keeps what changes in an attached mail. */
  void hold(Edits within) {
    attached.add(within);
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** Writes the mail with all ranges replaced, the rest byte for byte. */
  void apply(Content mail, OutputStream out) throws IOException {
    long done = 0;
    for (Edit edit : edits) {
      copy(mail, done, edit.start, out);
      edit.replacement.writeTo(out);
      done = edit.end;
    }
    copy(mail, done, mail.size(), out);
  }

  private static void copy(Content mail, long from, long to, OutputStream out) throws IOException {
    try (InputStream in = mail.open(from, to - from)) {
      in.transferTo(out);
    }
  }

  @Override
  public void close() {
    attached.forEach(Edits::close);
    spools.forEach(Spool::close);
  }
}
