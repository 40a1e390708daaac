package org.sealpost.unmark;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/**
 * Takes off what we put on opened mails, where it comes back in an answer or a forwarded mail: the
 * subject mark wherever it stands, fields of our own in attached mails, and our
 * Authentication-Results. Thread-safe.
 */
public final class MarkRemover {
  /** What is taken off may leave something together that looks like a mark. */
  private static final int MOST_ROUNDS = 4;

  private final Optional<Recogniser> recogniser;
  private final SpoolFactory spools;

  /**
   * A remover.
   *
   * @param word what marks begin with; without it no mark is looked for, only fields of our own.
   *     Which word it is makes no difference: marks with any go, so that nobody learns it from what
   *     an answer has left of a text that he sent
   */
  public MarkRemover(Optional<SealWord> word, SpoolFactory spools) {
    this.recogniser = word.map(_ -> new Recogniser());
    this.spools = spools;
  }

  /**
   * A mail as it may leave; the very same content if there was nothing in it. Fields of our own in
   * its outermost header stay: they may be wishes of the sender's.
   *
   * @throws Failure if it is signed with a mark in it, or the mark cannot be taken off; or if a
   *     mail attached to it is beyond the limits of {@link Entity#parse}
   */
  public Unmarked remove(Entity mail) throws IOException, Failure {
    Optional<Spool> latest = once(mail);
    boolean clean = latest.isEmpty();
    try {
      for (int round = 1; !clean && round < MOST_ROUNDS; round++) {
        Optional<Spool> next = once(Entity.parse(latest.orElseThrow()));
        clean = next.isEmpty();
        if (!clean) {
          latest.orElseThrow().close();
          latest = next;
        }
      }
      if (!clean) {
        throw Refusals.stubborn();
      }
      return new Unmarked(latest.<Content>map(it -> it).orElse(mail.content()), latest);
    } catch (MimeException e) {
      clean = false;
      throw Refusals.unreadable(e);
    } finally {
      if (!clean) {
        latest.ifPresent(Spool::close);
      }
    }
  }

  private Optional<Spool> once(Entity mail) throws IOException, Failure {
    try (Edits edits = new Edits()) {
      new MarkSearch(recogniser, spools, edits).look(mail);
      return edits.isEmpty() ? Optional.empty() : Optional.of(applied(edits, mail.content()));
    } catch (MarkUnderSignature e) {
      throw Refusals.underSignature(e);
    } catch (MimeException e) {
      throw Refusals.unreadable(e);
    }
  }

  private Spool applied(Edits edits, Content mail) throws IOException {
    Spool spool = spools.create();
    boolean written = false;
    try (OutputStream out = spool.out()) {
      edits.apply(mail, out);
      written = true;
    } finally {
      if (!written) {
        spool.close();
      }
    }
    return spool;
  }

  /**
   * The header of a mail with a mark in its subject, as one that says of itself that it is an
   * answer: what stands behind a mark is of an earlier mail, whether a client put {@code Re:}
   * before it or not. Empty if the subject has none.
   */
  public Optional<Header> asAnswer(Header header) {
    Optional<HeaderField> subject = header.first("Subject");
    return recogniser
        .flatMap(it -> subject.flatMap(field -> it.replaceFirst(field.decodedValue(), "Re: ")))
        .map(text -> HeaderField.of("Subject", text))
        .map(answer -> header.without(field -> field.is("Subject")).with(answer));
  }
}
