package org.sealpost.server.pop3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.inbound.HeaderSieve;
import org.sealpost.inbound.Inbound;
import org.sealpost.inbound.NestedSieve;
import org.sealpost.inbound.OpenedMail;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderInput;
import org.sealpost.mime.MimeLimits;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.policy.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks {@link Inbound} about mails, and turns all that can go wrong on this machine into a {@link
 * Failure}: a mail costs its own answer, never the session. Thread-safe.
 */
record MailOpener(
    Inbound inbound, SpoolFactory spools, Account account, long maxBytes, KeptBack keptBack) {
  private static final Logger log = LoggerFactory.getLogger(MailOpener.class);
  private static final Words WORDS = Words.beside(MailOpener.class);

  /**
   * What a mail's header means for it; the caller closes it.
   *
   * @param header the octets that the client may see
   * @param content its fields that describe the body
   * @param removed how many octets were taken out of what is forged; less than none if what was put
   *     in its place is longer
   */
  record Inspection(
      boolean needsOpening, Content header, Header content, long removed, Runnable release)
      implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /** Reads a header to its end. One that is too long for memory is held as a mail is. */
  Inspection inspect(HeaderInput mail) throws IOException, Failure {
    byte[] start = mail.readNBytes(MimeLimits.LONGEST_HEADER + 1);
    return start.length <= MimeLimits.LONGEST_HEADER ? inspect(start) : inspect(start, mail);
  }

  private Inspection inspect(byte[] raw) throws Failure {
    try {
      Header header = Header.parse(raw);
      byte[] clean = octets(inbound.withoutForgedFields(header), raw.length);
      return new Inspection(
          inbound.needsOpening(header),
          Content.of(clean),
          header,
          raw.length - clean.length,
          () -> {});
    } catch (IOException | RuntimeException e) {
      throw fault(e);
    }
  }

  private Inspection inspect(byte[] start, HeaderInput more) throws IOException, Failure {
    Spool header = spools.create();
    boolean done = false;
    try {
      HeaderSieve sieve = inbound.sieve(header.out());
      long size = start.length;
      try (SpoolWriter writer = new SpoolWriter(sieve)) {
        writer.write(start, start.length);
        size += copy(more, writer, start.length, "header.too-long");
      }
      boolean needsOpening = needsOpening(sieve);
      done = true;
      return new Inspection(
          needsOpening, header, sieve.content(), size - sieve.size(), header::close);
    } finally {
      if (!done) {
        header.close();
      }
    }
  }

  private boolean needsOpening(HeaderSieve sieve) throws Failure {
    try {
      return sieve.isContentCut() || inbound.needsOpening(sieve.content());
    } catch (RuntimeException e) {
      throw fault(e);
    }
  }

  private static byte[] octets(Header header, int size) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(size);
    header.writeTo(octets);
    return octets.toByteArray();
  }

  /** What the body of a mail is written to that passes. */
  NestedSieve nestedSieve(Inspection inspection, OutputStream target) throws IOException {
    return inbound.nestedSieve(inspection.content(), target);
  }

  /** Holds a mail whole while it is opened; the caller closes it. */
  Spool hold(Content header, InputStream rest) throws IOException, Failure {
    Spool spool = spools.create();
    boolean whole = false;
    try (SpoolWriter writer = new SpoolWriter(spool.out())) {
      writer.write(header);
      copy(rest, writer, header.size(), "mail.too-large");
      whole = true;
    } finally {
      if (!whole) {
        spool.close();
      }
    }
    return spool;
  }

  /**
   * Copies as far as the limit allows; how much that was.
   *
   * @param before what counts too
   */
  private long copy(InputStream in, SpoolWriter writer, long before, String tooLarge)
      throws IOException, Failure {
    long copied = 0;
    byte[] block = new byte[1 << 14];
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      copied += count;
      if (before + copied > maxBytes) {
        throw Failure.of(552, "5.3.4", WORDS.phrase(tooLarge, Long.toString(maxBytes)));
      }
      writer.write(block, count);
    }
    return copied;
  }

  /** Tells a failure to write here from one to read from the server. */
  private record SpoolWriter(OutputStream out) implements AutoCloseable {
    void write(byte[] octets, int length) throws Failure {
      try {
        out.write(octets, 0, length);
      } catch (IOException e) {
        throw storage(e);
      }
    }

    void write(Content held) throws Failure {
      try (InputStream in = held.open()) {
        in.transferTo(out);
      } catch (IOException e) {
        throw storage(e);
      }
    }

    @Override
    public void close() throws Failure {
      try {
        out.close();
      } catch (IOException e) {
        throw storage(e);
      }
    }
  }

  OpenedMail open(Content mail, Tally tally) throws Failure {
    long start = System.nanoTime();
    try {
      OpenedMail opened = inbound.open(account, mail);
      tally.found(opened);
      return opened;
    } catch (Failure e) {
      keptBack.told(account.address(), e.words());
      throw e;
    } catch (IOException e) {
      throw storage(e);
    } catch (RuntimeException e) {
      throw fault(e);
    } finally {
      tally.openedWithin(Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static Failure storage(IOException cause) {
    log.error("A mail cannot be held on this machine: {}", cause.toString());
    log.debug("Where it failed", cause);
    return Failure.of(452, "4.3.1", WORDS.phrase("storage"), cause);
  }

  private static Failure fault(Exception cause) {
    log.error("A mail was not understood by a fault of ours", cause);
    return Failure.of(451, "4.3.0", WORDS.phrase("fault"), cause);
  }
}
