package org.sealpost.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.ContentType;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderInput;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.mime.TransferEncoding;

/**
 * A mail within a mail in base64 or quoted-printable: held as it came, and written anew in the same
 * encoding if anything in it is forged. Memory does not grow with it. For one thread.
 */
final class EncodedMail implements AutoCloseable {
  private final ContentType type;
  private final ForgedMarks forged;
  private final SpoolFactory spools;
  private final NestedSieve.Depth depth;
  private final Spool came;
  private final OutputStream out;

  EncodedMail(ContentType type, ForgedMarks forged, SpoolFactory spools, NestedSieve.Depth depth) {
    this.type = type;
    this.forged = forged;
    this.spools = spools;
    this.depth = depth;
    this.came = spools.create();
    this.out = came.out();
  }

  /** Whether a mail of this type is encoded in a way that can be written too. */
  static boolean isOne(ContentType type) {
    String encoding = type.transferEncoding();
    return encoding.equals("base64") || encoding.equals("quoted-printable");
  }

  void write(byte[] octets, int offset, int length) throws IOException {
    out.write(octets, offset, length);
  }

  /** Writes it when all of it has come; whether anything was taken out. */
  boolean writeTo(OutputStream target) throws IOException {
    out.close();
    try (Spool clean = spools.create()) {
      boolean changed;
      try (InputStream mail = type.decoded(came.open());
          OutputStream sieved = clean.out()) {
        changed = sift(mail, sieved);
      }
      if (changed) {
        TransferEncoding.write(
            encoded -> copy(clean, encoded), type.transferEncoding(), new LastingOutput(target));
      } else {
        copy(came, target);
      }
      return changed;
    }
  }

  private boolean sift(InputStream mail, OutputStream sieved) throws IOException {
    HeaderInput header = new HeaderInput(mail);
    HeaderSieve sieve = new HeaderSieve(new LastingOutput(sieved), forged);
    try (sieve) {
      header.transferTo(sieve);
    }
    Header content = sieve.isContentCut() ? Header.of(List.of()) : sieve.content();
    NestedSieve body = new NestedSieve(content, forged, spools, depth, sieved);
    try (body) {
      header.rest().transferTo(body);
    }
    return sieve.changed() || body.changed();
  }

  private static void copy(Spool from, OutputStream to) throws IOException {
    try (InputStream in = from.open()) {
      in.transferTo(to);
    }
  }

  /** Forgets what came. */
  @Override
  public void close() {
    came.close();
  }
}
