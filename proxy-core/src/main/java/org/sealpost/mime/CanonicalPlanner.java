package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Decides how each entity is written in canonical form. Reads each body once. */
final class CanonicalPlanner {
  private static final String BASE64 = "base64";
  private static final String QUOTED_PRINTABLE = "quoted-printable";

  private CanonicalPlanner() {}

  /** The outermost entity: of its header only the Content-* fields. */
  static CanonicalPart planOutermost(Entity entity) throws IOException {
    Header header = CanonicalHeader.contentFields(entity.header());
    if (header.first("Content-Type").isEmpty()) {
      HeaderField type = HeaderField.of("Content-Type", "text/plain; charset=" + charset(entity));
      List<HeaderField> fields = new ArrayList<>(header.fields());
      fields.addFirst(type);
      header = Header.of(fields);
    }
    return plan(entity, header);
  }

  /** What a body without a Content-Type is in truth (RFC 2045 §5.2, RFC 1428 §3). */
  private static String charset(Entity entity) throws IOException {
    if (BodyTraits.of(entity.body()).eightBit() == 0) {
      return "us-ascii";
    }
    return Utf8Check.isUtf8(entity.body()) ? "utf-8" : "unknown-8bit";
  }

  private static CanonicalPart plan(Entity entity, Header wanted) throws IOException {
    Header header = CanonicalHeader.canonical(wanted);
    if (entity.mediaType().startsWith("multipart/") && !isEncodedWhole(entity)) {
      return planMultipart(entity, header);
    }
    if (entity.message().isPresent()) {
      return planMessage(entity, header, entity.message().get());
    }
    return planLeaf(entity, header);
  }

  /** Against RFC 2045 §6.4, but seen: no delimiter is to be found in what is encoded. */
  private static boolean isEncodedWhole(Entity entity) {
    return entity.boundary().length == 0 && !TransferDecoding.isIdentity(entity.transferEncoding());
  }

  private static CanonicalPart planLeaf(Entity entity, Header header) throws IOException {
    Content body = entity.body();
    BodyTraits traits = BodyTraits.of(body);
    String encoding = entity.transferEncoding();
    boolean identity = TransferDecoding.isIdentity(encoding);
    boolean text = isText(entity, traits);
    if (traits.isClean()) {
      return new CanonicalPart.Copied(relabelled(header, encoding), body);
    }
    if (identity && text && traits.isCleanLines()) {
      return new CanonicalPart.Lines(relabelled(header, encoding), body);
    }
    String to =
        switch (encoding) {
          case BASE64, QUOTED_PRINTABLE -> encoding;
          default ->
              identity && fitsQuotedPrintable(traits, text, body) ? QUOTED_PRINTABLE : BASE64;
        };
    boolean lines = identity ? text : encoding.equals(QUOTED_PRINTABLE);
    Header relabelled = to.equals(encoding) ? header : CanonicalHeader.withEncoding(header, to);
    return new CanonicalPart.Encoded(relabelled, body, encoding, to, lines);
  }

  /** Text in a charset of more than one byte for each ASCII character is full of NULs: no lines. */
  private static boolean isText(Entity entity, BodyTraits traits) {
    return entity.mediaType().startsWith("text/") && !traits.nul();
  }

  /** Whether it is the shorter of the two: one byte in six escaped is where they meet. */
  private static boolean fitsQuotedPrintable(BodyTraits traits, boolean text, Content body) {
    long lineEnds = text ? 0 : traits.bareCr() + traits.bareLf();
    return (traits.eightBit() + traits.controls() + lineEnds) * 6 <= body.size();
  }

  private static Header relabelled(Header header, String encoding) {
    return encoding.equals("8bit") || encoding.equals("binary")
        ? CanonicalHeader.withEncoding(header, "7bit")
        : header;
  }

  /** Multiparts and messages have no other encoding (RFC 2045 §6.4, RFC 2046 §5.2.1). */
  private static Header sevenBit(Header header, Entity entity) {
    return entity.transferEncoding().equals("7bit")
        ? header
        : CanonicalHeader.withEncoding(header, "7bit");
  }

  private static CanonicalPart planMessage(Entity entity, Header header, Entity mail)
      throws IOException {
    if (CanonicalHeader.isCarriable(mail.header())) {
      CanonicalPart inner = plan(mail, mail.header());
      if (inner.keepsSignatures()) {
        return new CanonicalPart.Message(sevenBit(header, entity), inner);
      }
    }
    // RFC 2046 §5.2.1 forbids to encode message/rfc822; RFC 6532 §3.7 allows it for message/global.
    Header global =
        CanonicalHeader.withEncoding(CanonicalHeader.withType(header, "message/global"), BASE64);
    return new CanonicalPart.Encoded(global, entity.body(), "binary", BASE64, false);
  }

  private static CanonicalPart planMultipart(Entity entity, Header header) throws IOException {
    Header sevenBit = sevenBit(header, entity);
    byte[] boundary = entity.boundary();
    boolean signed = entity.mediaType().equals("multipart/signed");
    if (!isCarriable(boundary)) {
      boundary = substitute(boundary);
      sevenBit =
          CanonicalHeader.withBoundary(
              sevenBit, entity.mediaType(), new String(boundary, US_ASCII));
    } else if (signed && entity.closeOffset() >= 0) {
      Content whole =
          entity.content().slice(entity.bodyOffset(), entity.closeOffset() - entity.bodyOffset());
      BodyTraits traits = BodyTraits.of(whole);
      if (traits.isSevenBit()) {
        return new CanonicalPart.Copied(sevenBit, whole);
      }
      if (traits.isSevenBitLines()) {
        return new CanonicalPart.Lines(sevenBit, whole);
      }
    }
    List<CanonicalPart> parts = new ArrayList<>();
    for (Entity part : entity.parts()) {
      parts.add(plan(part, part.header()));
    }
    boolean keeps = !signed && parts.stream().allMatch(CanonicalPart::keepsSignatures);
    return new CanonicalPart.Multipart(sevenBit, entity.preamble(), boundary, parts, keeps);
  }

  private static boolean isCarriable(byte[] boundary) {
    for (byte b : boundary) {
      if (b < ' ' || b > 126) {
        return false;
      }
    }
    return true;
  }

  /** The same for the same boundary, so that each writing gives the same bytes. */
  private static byte[] substitute(byte[] boundary) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(boundary);
      String hex = HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
      return ("=_" + hex).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
