package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.Failure;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.mime.TransferEncoding;
import org.sealpost.smime.SignedContent;

/** Looks through all parts of one mail for what has to go. For one thread. */
final class MarkSearch {
  private static final int DEEPEST = 10;

  /** Of these, the body is not text, or a piece of one only. */
  private static final Set<String> NO_TEXT = Set.of("message/partial", "message/external-body");

  private final Optional<Recogniser> recogniser;
  private final UnmarkedHeader headers;
  private final SpoolFactory spools;
  private final Edits edits;
  private final int depth;

  MarkSearch(Optional<Recogniser> recogniser, SpoolFactory spools, Edits edits) {
    this(recogniser, spools, edits, 0);
  }

  private MarkSearch(Optional<Recogniser> recogniser, SpoolFactory spools, Edits edits, int depth) {
    this.recogniser = recogniser;
    this.headers = new UnmarkedHeader(recogniser);
    this.spools = spools;
    this.edits = edits;
    this.depth = depth;
  }

  /**
   * Adds all that has to change to the edits.
   *
   * @throws MarkUnderSignature if some of it must not change
   */
  void look(Entity mail) throws IOException, MimeException, Failure, MarkUnderSignature {
    look(mail, depth == 0, false);
  }

  private void look(Entity entity, boolean outermost, boolean signed)
      throws IOException, MimeException, Failure, MarkUnderSignature {
    header(entity, outermost, signed);
    String type = entity.mediaType();
    boolean signs = signed || type.equals("multipart/signed");
    if (type.startsWith("multipart/")) {
      long done = entity.offset() + entity.bodyOffset();
      Parts parts = new Parts(entity, signs);
      for (int i = 0; i < parts.count(); i++) {
        Entity part = parts.get(i);
        if (parts.isLeft(i)) {
          gap(entity, done, part.offset(), signs);
          look(part, false, signs);
        } else {
          parts.takeOut(i, edits);
        }
        done = part.offset() + part.content().size();
      }
      gap(entity, done, entity.offset() + entity.content().size(), signed);
    }
    if (entity.message().isPresent()) {
      look(entity.message().get(), false, signs);
    } else if (isAttachedMail(entity, type)) {
      attachedMail(entity, signs);
    } else {
      if (isText(type) || (AttachedText.mayBe(type) && AttachedText.isText(entity))) {
        text(entity, signs);
      }
      opaque(entity);
    }
  }

  private void header(Entity entity, boolean outermost, boolean signed) throws MarkUnderSignature {
    Header header = entity.header();
    if (signed) {
      // Fields of our own stay there: they betray nothing, and without them the signature breaks.
      refuseIf(headers.hasMark(header));
      return;
    }
    Header clean = headers.of(header, outermost);
    if (!clean.fields().equals(header.fields())) {
      long length = header.fields().stream().mapToLong(field -> field.raw().length).sum();
      edits.replace(entity.offset(), entity.offset() + length, clean::writeTo);
    }
  }

  private static void refuseIf(boolean marked) throws MarkUnderSignature {
    if (marked) {
      throw new MarkUnderSignature();
    }
  }

  /** A mail with a transfer encoding, or one that is attached as a file. */
  private static boolean isAttachedMail(Entity entity, String type) {
    return type.equals("message/rfc822")
        || type.equals("message/global")
        || (!type.startsWith("multipart/")
            && entity
                .fileName()
                .filter(name -> name.strip().toLowerCase(Locale.ROOT).endsWith(".eml"))
                .isPresent());
  }

  private static boolean isText(String type) {
    return type.startsWith("text/") || (type.startsWith("message/") && !NO_TEXT.contains(type));
  }

  private void attachedMail(Entity entity, boolean signed)
      throws IOException, MimeException, Failure, MarkUnderSignature {
    if (depth == DEEPEST) {
      throw Refusals.tooDeep();
    }
    Spool decoded = spools.create();
    edits.hold(decoded);
    try (OutputStream out = decoded.out();
        InputStream in = entity.decodedBody()) {
      in.transferTo(out);
    }
    Entity mail;
    try {
      mail = Entity.parse(decoded);
    } catch (MimeException e) {
      if (!AttachedText.isNoMail(decoded)) {
        throw e;
      }
      if (AttachedText.isText(decoded)) {
        text(entity, signed);
      }
      return;
    }
    Edits within = new Edits();
    edits.hold(within);
    new MarkSearch(recogniser, spools, within, depth + 1).look(mail);
    if (!within.isEmpty()) {
      refuseIf(signed);
      body(entity, out -> within.apply(decoded, out));
    }
  }

  /**
   * What a client signed so that its content is enclosed in the signature (RFC 8551 §3.5.2): as if
   * it stood in a multipart/signed. Fields of our own in it stay as they do there.
   */
  private void opaque(Entity entity)
      throws IOException, MimeException, Failure, MarkUnderSignature {
    Optional<Spool> content =
        recogniser.isPresent() ? SignedContent.of(entity, spools) : Optional.empty();
    if (content.isEmpty()) {
      return;
    }
    edits.hold(content.get());
    if (depth == DEEPEST) {
      throw Refusals.tooDeep();
    }
    try (Edits within = new Edits()) {
      new MarkSearch(recogniser, spools, within, depth + 1)
          .look(Entity.parse(content.get()), false, true);
    }
  }

  private void text(Entity entity, boolean signed) throws IOException, MarkUnderSignature {
    if (recogniser.isPresent()) {
      TextBody text = new TextBody(recogniser.get(), entity::decodedBody, Charsets.of(entity));
      Optional<Charset> marked = text.marked();
      refuseIf(marked.isPresent() && signed);
      marked.ifPresent(charset -> body(entity, out -> text.writeWithout(charset, out)));
    }
  }

  /** What stands before, between and behind the parts of a multipart. */
  private void gap(Entity multipart, long start, long end, boolean signed)
      throws IOException, MarkUnderSignature {
    if (recogniser.isPresent() && start < end) {
      Content gap = multipart.content().slice(start - multipart.offset(), end - start);
      TextBody text = new TextBody(recogniser.get(), gap::open, List.of(UTF_8));
      boolean marked = text.marked().isPresent();
      refuseIf(marked && signed);
      if (marked) {
        edits.replace(start, end, out -> text.writeWithout(UTF_8, out));
      }
    }
  }

  /** With the transfer encoding that it had. */
  private void body(Entity entity, TransferEncoding.Body body) {
    long start = entity.offset() + entity.bodyOffset();
    long end = entity.offset() + entity.content().size();
    String encoding = entity.transferEncoding();
    switch (encoding) {
      case "x-uuencode", "uuencode", "x-uue" ->
          edits.replace(start, end, out -> uuencoded(body, out));
      default -> edits.replace(start, end, out -> TransferEncoding.write(body, encoding, out));
    }
  }

  private static void uuencoded(TransferEncoding.Body body, OutputStream out) throws IOException {
    UuencodeOutput encoder = new UuencodeOutput(out);
    body.writeTo(encoder);
    encoder.finish();
  }
}
