package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sealpost.mark.SubjectMark;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * What is written into a mail to say what was found. Immutable.
 *
 * @param fields come first in the header
 * @param subject stands before the subject, if anything does
 */
record MailMarks(List<HeaderField> fields, Optional<String> subject) {
  private static final MailMarks NONE = new MailMarks(List.of(), Optional.empty());

  /** A line that some readers take for a field Subject: behind a bare CR, or oddly written. */
  private static final Pattern ODD_SUBJECT =
      Pattern.compile("(?:^|\r)[\\x00-\\x20]*subject[\\x00-\\x20]*:", Pattern.CASE_INSENSITIVE);

  MailMarks {
    fields = List.copyOf(fields);
  }

  /** For a mail that has nothing to be said of. */
  static MailMarks none() {
    return NONE;
  }

  static MailMarks of(List<HeaderField> fields) {
    return new MailMarks(fields, Optional.empty());
  }

  /**
   * The header with the mark before its subject, and no other that a reader could show instead: of
   * several Subject fields the first is kept.
   */
  Header onSubject(Header header) {
    if (subject.isEmpty()) {
      return header;
    }
    List<HeaderField> marked = new ArrayList<>();
    boolean done = false;
    for (HeaderField field : header.fields()) {
      if (!mayBeSubject(field)) {
        marked.add(field);
      } else if (!done && field.is("Subject")) {
        marked.add(SubjectMark.before(Optional.of(field), subject.get()));
        done = true;
      }
    }
    if (!done) {
      marked.add(SubjectMark.before(Optional.empty(), subject.get()));
    }
    return Header.of(marked);
  }

  /** Whether any reader may take the field, or a line in it, for a Subject. */
  static boolean mayBeSubject(HeaderField field) {
    return field.is("Subject") || ODD_SUBJECT.matcher(new String(field.raw(), ISO_8859_1)).find();
  }
}
