package org.sealpost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes header fields fit for signing: 7-bit, lines of at most 998 that end in CRLF and neither
 * begin with {@code From } nor end in blanks. Fields that are so already stay byte for byte.
 */
final class CanonicalHeader {
  private static final String ENCODING = "Content-Transfer-Encoding";
  private static final String TYPE = "Content-Type";
  private static final int LONGEST_NAME = 200;

  private CanonicalHeader() {}

  /** Whether nothing but line ends and trailing blanks would change. */
  static boolean isCarriable(Header header) {
    return header.fields().stream().allMatch(HeaderField::isCarriable);
  }

  /** The fields of the outermost entity that go into the signed part. */
  static Header contentFields(Header header) {
    return header.without(field -> !field.name().toLowerCase(Locale.ROOT).startsWith("content-"));
  }

  static Header canonical(Header header) {
    List<HeaderField> fields = new ArrayList<>();
    for (HeaderField field : header.fields()) {
      canonical(field).ifPresent(fields::add);
    }
    return Header.of(fields);
  }

  private static Optional<HeaderField> canonical(HeaderField field) {
    if (field.isCarriable()) {
      return LineCleaner.tidy(field);
    }
    if (field.name().isEmpty() || field.name().length() > LONGEST_NAME) {
      return LineCleaner.cleaned(field);
    }
    if (field.is(TYPE)) {
      FieldParameters parameters = FieldParameters.of(field);
      String type = parameters.value();
      return Optional.of(parameters.toField(TYPE, Entity.isMediaType(type) ? type : "text/plain"));
    }
    if (field.is(ENCODING)) {
      return Optional.of(HeaderField.of(ENCODING, FieldParameters.of(field).value()));
    }
    if (field.is("Content-Disposition")) {
      return Optional.of(FieldParameters.of(field).toField(field.name(), "attachment"));
    }
    return Optional.of(HeaderField.of(field.name(), field.value()));
  }

  /** With one Content-Transfer-Encoding, where the first stood. */
  static Header withEncoding(Header header, String encoding) {
    return replace(header, ENCODING, HeaderField.of(ENCODING, encoding));
  }

  /** With one Content-Type of another type, the parameters kept. */
  static Header withType(Header header, String mediaType) {
    return replace(header, TYPE, parameters(header).toField(TYPE, mediaType));
  }

  static Header withBoundary(Header header, String mediaType, String boundary) {
    FieldParameters changed = parameters(header).with("boundary", boundary);
    return replace(header, TYPE, changed.toField(TYPE, mediaType));
  }

  private static FieldParameters parameters(Header header) {
    return header.first(TYPE).map(FieldParameters::of).orElse(FieldParameters.NONE);
  }

  private static Header replace(Header header, String name, HeaderField wanted) {
    List<HeaderField> fields = new ArrayList<>();
    boolean written = false;
    for (HeaderField field : header.fields()) {
      if (!field.is(name)) {
        fields.add(field);
      } else if (!written) {
        fields.add(wanted);
        written = true;
      }
    }
    if (!written) {
      fields.add(wanted);
    }
    return Header.of(fields);
  }
}
