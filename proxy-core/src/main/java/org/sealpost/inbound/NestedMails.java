package org.sealpost.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/** Takes forged marks from mails within a mail that is held. Immutable. */
record NestedMails(SpoolFactory spools, ForgedMarks forged) {
  /**
   * The body anew, where anything in it is forged; the caller closes it.
   *
   * @param content the fields that describe the body
   * @param body with the empty line before it
   */
  Optional<Spool> cleaned(Header content, Content body) throws IOException {
    if (!sift(content, body, OutputStream.nullOutputStream())) {
      return Optional.empty();
    }
    Spool clean = spools.create();
    boolean done = false;
    try (OutputStream out = clean.out()) {
      sift(content, body, out);
      done = true;
    } finally {
      if (!done) {
        clean.close();
      }
    }
    return Optional.of(clean);
  }

  private boolean sift(Header content, Content body, OutputStream out) throws IOException {
    NestedSieve sieve = new NestedSieve(content, forged, spools, out);
    try (InputStream in = body.open();
        sieve) {
      in.transferTo(sieve);
    }
    return sieve.changed();
  }
}
