package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.inbound.OpenedMail.SignatureFinding;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderInput;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.smime.SmimeKind;
import org.sealpost.trust.Verdict;

/**
 * A mail whose structure passes the limits: it passes as it came, and where it is S/MIME marks say
 * why it was not opened. Thread-safe.
 */
final class UnreadableMail {
  private static final Words WORDS = Words.beside(UnreadableMail.class);
  private static final Content EMPTY_LINE = Content.of("\r\n".getBytes(US_ASCII));

  private final SpoolFactory spools;
  private final Marking marking;
  private final NestedMails nested;

  UnreadableMail(SpoolFactory spools, Marking marking) {
    this.spools = spools;
    this.marking = marking;
    this.nested = new NestedMails(spools, marking.forged());
  }

  /** The mail as the client gets it, a view of {@code mail} but for the header. */
  OpenedMail pass(Content mail, MimeException cause) throws IOException {
    HeaderSieve first = new HeaderSieve(OutputStream.nullOutputStream(), marking.forged());
    long headerSize = sift(mail, first);
    Content body = mail.slice(headerSize, mail.size() - headerSize);
    Optional<SmimeKind> told = kind(first.content(), body);
    boolean known = told.isPresent() && !first.isContentCut();
    SmimeKind kind = told.orElse(SmimeKind.NONE);
    Phrase reason = WORDS.phrase("beyond-limits", cause.words());
    Judgement judgement = judgement(kind, reason);
    Encryption encryption = encryption(kind, reason);
    MailMarks marks =
        switch (kind) {
          case NONE ->
              known
                  ? MailMarks.none()
                  : MailMarks.of(
                      List.of(Marks.note(WORDS.phrase("content-unknown", cause.words()))));
          case MULTIPART_SIGNED, SIGNED_DATA, ENCRYPTED -> marks(judgement, encryption, List.of());
          case CERTIFICATES, COMPRESSED -> marks(judgement, encryption, List.of(reason));
        };
    Optional<Spool> clean = nested.cleaned(first.content(), body);
    Spool header = header(mail, marks, clean);
    return new OpenedMail(
        new JoinedContent(List.of(header, clean.isPresent() ? clean.get() : body)),
        encryption,
        false,
        judgement.verdict(),
        judgement.findings(),
        () -> {
          header.close();
          clean.ifPresent(Spool::close);
        });
  }

  private MailMarks marks(Judgement judgement, Encryption encryption, List<Phrase> notes) {
    return Marks.all(marking.subject(), judgement, encryption, false, notes);
  }

  /** What is held already is closed with it if it cannot be written. */
  private Spool header(Content mail, MailMarks marks, Optional<Spool> held) throws IOException {
    Spool header = spools.create();
    boolean done = false;
    try {
      sift(mail, new HeaderSieve(header.out(), marking.forged(), marks));
      done = true;
      return header;
    } finally {
      if (!done) {
        header.close();
        held.ifPresent(Spool::close);
      }
    }
  }

  /** Returns the size of the header. */
  private static long sift(Content mail, HeaderSieve sieve) throws IOException {
    try (InputStream in = mail.open();
        sieve) {
      return new HeaderInput(in).transferTo(sieve);
    }
  }

  /** Told by looking into the mail under the fields that describe it; by those alone if need be. */
  private static Optional<SmimeKind> kind(Header content, Content body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    content.writeTo(bytes);
    Content header = Content.of(bytes.toByteArray());
    try {
      return Optional.of(SmimeKind.of(Entity.parse(new JoinedContent(List.of(header, body)))));
    } catch (MimeException e) {
      return kind(new JoinedContent(List.of(header, EMPTY_LINE)));
    }
  }

  private static Optional<SmimeKind> kind(Content header) throws IOException {
    try {
      return Optional.of(SmimeKind.of(Entity.parse(header)));
    } catch (MimeException e) {
      return Optional.empty();
    }
  }

  /** A signature that such a mail announces cannot be checked. */
  private static Judgement judgement(SmimeKind kind, Phrase reason) {
    return switch (kind) {
      case MULTIPART_SIGNED, SIGNED_DATA -> {
        SignatureFinding finding = new SignatureFinding(new Verdict.Invalid(reason), "", reason);
        yield new Judgement(finding.verdict(), List.of(finding), Optional.of(finding), List.of());
      }
      case NONE, ENCRYPTED, CERTIFICATES, COMPRESSED ->
          Judgement.withoutSignature(encryption(kind, reason));
    };
  }

  private static Encryption encryption(SmimeKind kind, Phrase reason) {
    return kind == SmimeKind.ENCRYPTED ? new Encryption.Failed(reason) : new Encryption.None();
  }
}
