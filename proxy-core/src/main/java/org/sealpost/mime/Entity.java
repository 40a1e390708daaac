package org.sealpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A MIME entity (RFC 2045): a mail or a part of one, as a view of its bytes. Only headers and the
 * offsets of parts are held in memory. Immutable; it lives as long as its content.
 */
public final class Entity {
  private static final String PLAIN = "text/plain";
  private static final int LONGEST_TYPE = 200;

  private final Content content;
  private final Header header;
  private final String defaultType;
  private final Layout layout;
  private final List<Entity> parts;
  private final Optional<Entity> message;

  /**
   * Where things lie.
   *
   * @param offset where it begins in what was parsed
   * @param bodyOffset where the body begins in the content
   * @param boundary of a multipart; empty if it has none, or none of its delimiters was found
   * @param preambleEnd where the line end before the first delimiter begins, or the content's size
   * @param closeOffset where the close delimiter ends, or -1
   */
  record Layout(
      long offset, long bodyOffset, byte[] boundary, long preambleEnd, long closeOffset) {}

  Entity(
      Content content,
      Header header,
      String defaultType,
      Layout layout,
      List<Entity> parts,
      Optional<Entity> message) {
    this.content = content;
    this.header = header;
    this.defaultType = defaultType;
    this.layout = layout;
    this.parts = List.copyOf(parts);
    this.message = message;
  }

  /**
   * Reads the structure in one pass: of a multipart up to its end, of anything else the header
   * only. Boundary lines are compared whole but for blanks at their end (RFC 2046 §5.1.1), those of
   * the outermost multipart first; a missing close delimiter is tolerated, and so are lines that
   * end in LF.
   *
   * @throws MimeException if a limit is passed (header over 1 MiB, headers of all parts together
   *     over 2 MiB or 50,000 lines, nesting over 50, parts over 10,000)
   */
  public static Entity parse(Content content) throws IOException, MimeException {
    return new StructureScanner(content).scan();
  }

  public Header header() {
    return header;
  }

  /** All of it: header, empty line, body. */
  public Content content() {
    return content;
  }

  public Content body() {
    return content.slice(bodyOffset(), content.size() - bodyOffset());
  }

  /** Where its content begins in the content that was parsed, whose part this is. */
  public long offset() {
    return layout.offset;
  }

  /** Where the body begins in the content. */
  public long bodyOffset() {
    return layout.bodyOffset;
  }

  /** What stands between header and first delimiter, without the delimiter's line end. */
  Content preamble() {
    return content.slice(layout.bodyOffset, layout.preambleEnd - layout.bodyOffset);
  }

  /** Of a multipart; empty if it has none, or none of its delimiters was found. */
  byte[] boundary() {
    return layout.boundary;
  }

  /** Where the close delimiter of a multipart ends in the content, -1 if there is none. */
  long closeOffset() {
    return layout.closeOffset;
  }

  /**
   * {@code type/subtype} in lower case; where the field is missing or damaged {@code text/plain},
   * in a multipart/digest {@code message/rfc822}.
   */
  public String mediaType() {
    return mediaType(header, defaultType);
  }

  static String mediaType(Header header, String defaultType) {
    return header
        .first("Content-Type")
        .map(field -> FieldParameters.of(field).value())
        .map(type -> isMediaType(type) ? type : PLAIN)
        .orElse(defaultType);
  }

  static boolean isMediaType(String type) {
    int slash = type.indexOf('/');
    return slash > 0
        && type.length() <= LONGEST_TYPE
        && slash < type.length() - 1
        && type.indexOf('/', slash + 1) < 0
        && type.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** A parameter of Content-Type, RFC 2231 and RFC 2047 forms decoded. */
  public Optional<String> typeParameter(String name) {
    return parameter("Content-Type", name);
  }

  private Optional<String> parameter(String field, String name) {
    return header.first(field).flatMap(found -> FieldParameters.of(found).decoded(name));
  }

  /** The file name, from Content-Disposition or from Content-Type's {@code name}. */
  public Optional<String> fileName() {
    return parameter("Content-Disposition", "filename").or(() -> typeParameter("name"));
  }

  /**
   * In lower case, without quotes, which stand there against the grammar (RFC 2045 §6.1); {@code
   * 7bit} where the field is missing.
   */
  public String transferEncoding() {
    return transferEncoding(header);
  }

  static String transferEncoding(Header header) {
    return header
        .first("Content-Transfer-Encoding")
        .map(field -> FieldParameters.of(field).value().replace("\"", ""))
        .filter(encoding -> !encoding.isEmpty())
        .orElse("7bit")
        .toLowerCase(Locale.ROOT);
  }

  /** The parts of a multipart, empty otherwise. */
  public List<Entity> parts() {
    return parts;
  }

  /**
   * The mail in a message/rfc822 that has no transfer encoding (RFC 2046 §5.2.1); with one it is to
   * be had from {@link #decodedBody}.
   */
  public Optional<Entity> message() {
    return message;
  }

  /**
   * The body with its transfer encoding undone, leniently: damage in base64, quoted-printable and
   * uuencode is skipped, an unknown encoding is taken for none. Multiparts have none.
   */
  public InputStream decodedBody() throws IOException {
    InputStream raw = body().open();
    return isComposite() ? raw : TransferDecoding.of(transferEncoding(), raw);
  }

  /**
   * Whether all of it is 7bit data (RFC 2045 §2.7): lines of at most 998 that end in CRLF, no NUL,
   * no byte above 127. Reads it once.
   */
  public boolean isSevenBit() throws IOException {
    return BodyTraits.of(content).isSevenBit();
  }

  private boolean isComposite() {
    return mediaType().startsWith("multipart/") || message.isPresent();
  }

  @Override
  public String toString() {
    return mediaType() + parts;
  }
}
