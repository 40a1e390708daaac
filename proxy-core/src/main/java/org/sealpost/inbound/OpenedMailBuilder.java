package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.failure.Failure;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.CanonicalEntity;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.EntityWriter;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.HeaderInput;
import org.sealpost.mime.LineEnds;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/**
 * Puts together the mail that the client gets. Where nothing has to be changed in a body it is not
 * copied: the mail is then a view of what it was made of. Thread-safe.
 */
final class OpenedMailBuilder {
  private static final Pattern FIELD_NAME = Pattern.compile("[!-9;-~]+");
  private static final Content EMPTY_LINE = Content.of("\r\n".getBytes(US_ASCII));

  private final SpoolFactory spools;
  private final ForgedMarks forged;
  private final NestedMails nested;

  OpenedMailBuilder(SpoolFactory spools, ForgedMarks forged) {
    this.spools = spools;
    this.forged = forged;
    this.nested = new NestedMails(spools, forged);
  }

  /** The mail as it came, with {@code header} for its own. */
  Content asItCame(Content mail, Header original, Header header, MailMarks marks, Peeled holder)
      throws IOException {
    long size = size(original);
    Content body = mail.slice(size, mail.size() - size);
    return new JoinedContent(
        List.of(bytes(marked(header, marks)), withoutForged(original, body, holder)));
  }

  /**
   * The mail as it is within its layers, under the header it came with.
   *
   * @param header of the mail as it came, without forged fields
   */
  Content opened(Peeled peeled, Header header, MailMarks marks) throws IOException, Failure {
    Header outer = withSubject(header, ProtectedHeader.of(peeled));
    List<HeaderField> fields =
        new ArrayList<>(marked(outer.without(OpenedMailBuilder::isMime), marks).fields());
    fields.add(HeaderField.of("MIME-Version", "1.0"));
    Entity inside = peeled.innermost();
    if (hasBinary(inside)) {
      // POP3 cannot carry it (RFC 2045 §6.2); re-encoded, it decodes to the same bytes.
      Content written = spooled(new CanonicalEntity(inside), peeled);
      byte[] inner = header(written);
      Content rest = written.slice(inner.length, written.size() - inner.length);
      return new JoinedContent(
          List.of(
              withCrlf(Header.of(fields)),
              Content.of(inner),
              withoutForged(Header.parse(inner), rest, peeled)));
    }
    for (HeaderField field : inside.header().fields()) {
      if (isContent(field)) {
        cleaned(field).ifPresent(fields::add);
      }
    }
    Content body = inside.body();
    Content canonical =
        LineEnds.areFitForTheWire(body)
            ? body
            : spooled(out -> LineEnds.makeFitForTheWire(body, out), peeled);
    Content rest = new JoinedContent(List.of(EMPTY_LINE, canonical));
    return new JoinedContent(
        List.of(withCrlf(Header.of(fields)), withoutForged(inside.header(), rest, peeled)));
  }

  /** With the mails within a body cleaned; the body itself where there is nothing forged. */
  private Content withoutForged(Header header, Content body, Peeled holder) throws IOException {
    Optional<Spool> clean = nested.cleaned(header, body);
    clean.ifPresent(holder::hold);
    return clean.isPresent() ? clean.get() : body;
  }

  private static byte[] header(Content entity) throws IOException {
    try (InputStream in = entity.open()) {
      return new HeaderInput(in).readAllBytes();
    }
  }

  private static long size(Header header) {
    return header.fields().stream().mapToLong(field -> field.raw().length).sum();
  }

  private Spool spooled(EntityWriter writer, Peeled holder) throws IOException, Failure {
    Spool spool = spools.create();
    holder.hold(spool);
    try (OutputStream out = spool.out()) {
      writer.writeTo(out);
    }
    return spool;
  }

  private static boolean hasBinary(Entity entity) {
    return entity.parts().isEmpty()
        ? entity.transferEncoding().equals("binary")
        : entity.parts().stream().anyMatch(OpenedMailBuilder::hasBinary);
  }

  /** Marks come first, but not before a line that a reader would take for their continuation. */
  private static Header marked(Header header, MailMarks marks) {
    List<HeaderField> fields = new ArrayList<>(marks.onSubject(header).fields());
    int first = 0;
    while (first < fields.size() && !FIELD_NAME.matcher(fields.get(first).name()).matches()) {
      first++;
    }
    fields.addAll(first, marks.fields());
    return Header.of(fields);
  }

  /** The sender's own Subject takes the place of the one that stood in the open. */
  private Header withSubject(Header header, Optional<Header> inside) {
    Optional<HeaderField> subject =
        inside.flatMap(it -> it.first("Subject")).flatMap(this::cleaned);
    if (subject.isEmpty()) {
      return header;
    }
    List<HeaderField> fields = new ArrayList<>();
    boolean placed = false;
    for (HeaderField field : header.fields()) {
      if (!field.is("Subject")) {
        fields.add(field);
      } else if (!placed) {
        fields.add(subject.get());
        placed = true;
      }
    }
    if (!placed) {
      fields.add(subject.get());
    }
    return Header.of(fields);
  }

  /** A field from within, unless it could be read as another field. */
  private Optional<HeaderField> cleaned(HeaderField field) {
    String text = new String(field.raw(), ISO_8859_1);
    boolean bareCr = text.replace("\r\n", "").indexOf('\r') >= 0;
    return bareCr ? Optional.empty() : forged.without(field);
  }

  private static boolean isMime(HeaderField field) {
    return isContent(field) || field.is("MIME-Version");
  }

  private static boolean isContent(HeaderField field) {
    return field.name().toLowerCase(Locale.ROOT).startsWith("content-");
  }

  /** Files, unlike POP3, bring mail with bare LF. */
  private static Content withCrlf(Header header) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineEnds.makeFitForTheWire(bytes(header), out);
    return Content.of(out.toByteArray());
  }

  private static Content bytes(Header header) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header.writeTo(out);
    return Content.of(out.toByteArray());
  }
}
