package org.sealpost.inbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mark.SubjectMark;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;

/**
 * Lets a header of any size through but for the fields that only we may write, in bounded memory,
 * and keeps the fields that describe the content. To be filled with the header's octets ({@link
 * org.sealpost.mime.HeaderInput}) and closed, which closes the target too. It throws what the
 * target throws. For one thread.
 *
 * <p>A field of up to 64 KiB is looked at as a whole ({@link ForgedMarks}). Of a longer one the
 * lines are looked at that some see behind a bare CR; where one is forged the field ends before it.
 * A name that has not come to its end after 64 KiB of blanks and controls is taken for a forged
 * one.
 */
public final class HeaderSieve extends OutputStream {
  private static final int LONGEST_HELD = 1 << 16;

  private enum State {
    /** In a field that is held whole. */
    FIELD,
    /** In a line that is held, of a field too long for that. */
    LINE,
    /** In a line that passes, of such a field. */
    PASSING,
    /** In a field that does not pass, or no further. */
    DROPPED
  }

  private final MarkedOutput target;
  private final ForgedMarks forged;
  private final Optional<String> subjectMark;
  private final ContentFields content = new ContentFields();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private State state = State.FIELD;
  private boolean atLineStart = true;
  private boolean subjectMarked;
  private boolean changed;
  private boolean closed;

  public HeaderSieve(OutputStream target, ForgedMarks forged) {
    this(target, forged, MailMarks.none());
  }

  /**
   * A sieve that adds marks.
   *
   * @param forged takes out what is forged in a field that is held whole
   * @param marks their fields come first, but not before a line that a reader would take for their
   *     continuation
   */
  HeaderSieve(OutputStream target, ForgedMarks forged, MailMarks marks) {
    this(target, forged, marks, Optional.empty());
  }

  /**
   * A sieve that also says where it took something that people were to see.
   *
   * @param note goes before the first field that loses what looks like a mark
   */
  HeaderSieve(
      OutputStream target, ForgedMarks forged, MailMarks marks, Optional<HeaderField> note) {
    this.target = new MarkedOutput(target, marks.fields(), note);
    this.forged = forged;
    this.subjectMark = marks.subject();
  }

  /** The octets that went to the target. */
  public long size() {
    return target.size();
  }

  /** The Content fields; of those beyond 1 MiB together, or of one beyond 64 KiB, the beginning. */
  public Header content() {
    return content.header();
  }

  /** Whether any of it does not go through as it is. */
  boolean changed() {
    return changed;
  }

  /** Whether {@link #content} is not all there is. */
  public boolean isContentCut() {
    return content.isCut();
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    int end = offset + length;
    int at = offset;
    while (at < end) {
      if (atLineStart && octets[at] != ' ' && octets[at] != '\t') {
        endField();
      }
      if (state == State.FIELD) {
        at = hold(octets, at, end);
      } else {
        add(octets[at++]);
      }
      atLineStart = octets[at - 1] == '\n';
    }
  }

  /** Takes what is left of the line, as far as the field may still be held. */
  private int hold(byte[] octets, int from, int end) throws IOException {
    int most = Math.min(end, from + LONGEST_HELD - held.size());
    int to = from;
    while (to < most && (to == from || octets[to - 1] != '\n')) {
      to++;
    }
    held.write(octets, from, to - from);
    if (held.size() == LONGEST_HELD) {
      endHolding();
    }
    return to;
  }

  private void add(byte octet) throws IOException {
    switch (state) {
      case LINE -> {
        held.write(octet);
        if (LongField.isLineEnd(octet) || held.size() == LONGEST_HELD) {
          endLine(LongField.isLineEnd(octet));
        }
      }
      case PASSING -> {
        target.put(octet);
        if (LongField.isLineEnd(octet)) {
          state = State.LINE;
        }
      }
      case FIELD, DROPPED -> {}
    }
  }

  private void endField() throws IOException {
    if (state == State.FIELD && held.size() > 0) {
      endWholeField(held.toByteArray());
    } else if (state == State.LINE) {
      endLine(true);
    }
    held.reset();
    state = State.FIELD;
  }

  private void endWholeField(byte[] field) throws IOException {
    Optional<HeaderField> parsed = LongField.parsed(field);
    if (parsed.isEmpty()) {
      target.put(field, field.length);
      return;
    }
    HeaderField before = parsed.get();
    Optional<HeaderField> clean = withoutForged(before);
    if (clean.isPresent() && clean.get() == before) {
      pass(parsed, field, field.length);
      return;
    }
    changed = true;
    if (clean.isPresent()) {
      byte[] raw = clean.get().raw();
      pass(clean, raw, raw.length);
    }
  }

  /** As it goes through, with the mark if it is the first Subject. */
  private Optional<HeaderField> withoutForged(HeaderField field) throws IOException {
    Optional<HeaderField> clean = forged.without(field);
    if (Marks.isTaken(field, clean)) {
      target.note();
    }
    if (subjectMark.isEmpty() || clean.filter(MailMarks::mayBeSubject).isEmpty()) {
      return clean;
    }
    if (subjectMarked || !clean.get().is("Subject")) {
      return Optional.empty();
    }
    subjectMarked = true;
    return Optional.of(SubjectMark.before(clean, subjectMark.get()));
  }

  /** The field is too long to be held to its end. */
  private void endHolding() throws IOException {
    byte[] field = held.toByteArray();
    held.reset();
    if (forged.isTooLong(field) || LongField.isOrMayBecomeOurs(field)) {
      state = State.DROPPED;
      changed = true;
      return;
    }
    Optional<HeaderField> parsed = LongField.parsed(field);
    int lastLine = LongField.lastLine(field);
    if (lastLine == 0) {
      passBeginning(parsed, field, field.length);
      state = State.PASSING;
    } else {
      passBeginning(parsed, field, lastLine);
      held.write(field, lastLine, field.length - lastLine);
      state = State.LINE;
    }
  }

  private void endLine(boolean whole) throws IOException {
    byte[] line = held.toByteArray();
    held.reset();
    boolean folded = line.length > 0 && (line[0] == ' ' || line[0] == '\t');
    if (!folded && (isForged(line) || (!whole && LongField.mayBecomeOurs(line)))) {
      // What has passed ends in a bare CR: made a CRLF, so that the next field is one.
      target.put((byte) '\n');
      state = State.DROPPED;
      changed = true;
      return;
    }
    target.put(line, line.length);
    state = whole ? State.LINE : State.PASSING;
  }

  /** Marks, and keeps, and lets the field through. */
  private void pass(Optional<HeaderField> parsed, byte[] field, int length) throws IOException {
    if (parsed.filter(SmimeMarkers::describesContent).isPresent()) {
      content.keep(field);
    }
    put(parsed, field, length);
  }

  private void passBeginning(Optional<HeaderField> parsed, byte[] field, int length)
      throws IOException {
    if (parsed.filter(SmimeMarkers::describesContent).isPresent()) {
      content.keepBeginning(field);
    }
    put(parsed, field, length);
  }

  private void put(Optional<HeaderField> parsed, byte[] field, int length) throws IOException {
    if (parsed.filter(it -> !it.name().isEmpty()).isPresent()) {
      target.mark();
    }
    target.put(field, length);
  }

  /** Whether a line that some take for a field does not pass as it is. */
  private boolean isForged(byte[] line) {
    Optional<HeaderField> field = LongField.parsed(line);
    return field.filter(it -> forged.without(it).filter(clean -> clean == it).isEmpty()).isPresent()
        || (subjectMark.isPresent() && field.filter(MailMarks::mayBeSubject).isPresent());
  }

  /** Adds a line end that the last field lacks, and closes the target. */
  @Override
  public void close() throws IOException {
    try (MarkedOutput closing = target) {
      if (!closed) {
        closed = true;
        endField();
        closing.endLine();
        closing.mark();
        if (subjectMark.isPresent() && !subjectMarked) {
          closing.put(SubjectMark.before(Optional.empty(), subjectMark.get()));
        }
      }
    }
  }
}
