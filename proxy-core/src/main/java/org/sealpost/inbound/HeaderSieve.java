package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mark.OwnFields;
import org.sealpost.mark.SubjectMark;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.MimeLimits;

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
  private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
  private static final String OUR_NAME = "X-Sealpost";

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

  private final OutputStream target;
  private final ForgedMarks forged;
  private final MailMarks marks;
  private final Optional<HeaderField> note;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private State state = State.FIELD;
  private boolean atLineStart = true;
  private boolean marked;
  private boolean subjectMarked;
  private boolean changed;
  private boolean taken;
  private boolean noted;
  private boolean cut;
  private boolean closed;
  private long size;
  private int last = '\n';

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
    this.note = note;
    this.target = new BufferedOutputStream(target, 1 << 13);
    this.forged = forged;
    this.marks = marks;
  }

  /** The octets that went to the target. */
  public long size() {
    return size;
  }

  /** The Content fields; of those beyond 1 MiB together, or of one beyond 64 KiB, the beginning. */
  public Header content() {
    return Header.parse(content.toByteArray());
  }

  /** Whether any of it does not go through as it is. */
  boolean changed() {
    return changed;
  }

  /** Whether {@link #content} is not all there is. */
  public boolean isContentCut() {
    return cut;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      byte octet = octets[i];
      if (atLineStart && octet != ' ' && octet != '\t') {
        endField();
      }
      add(octet);
      atLineStart = octet == '\n';
    }
  }

  private void add(byte octet) throws IOException {
    switch (state) {
      case FIELD -> {
        held.write(octet);
        if (held.size() == LONGEST_HELD) {
          endHolding();
        }
      }
      case LINE -> {
        held.write(octet);
        if (isLineEnd(octet) || held.size() == LONGEST_HELD) {
          endLine(isLineEnd(octet));
        }
      }
      case PASSING -> {
        put(octet);
        if (isLineEnd(octet)) {
          state = State.LINE;
        }
      }
      case DROPPED -> changed = true;
    }
  }

  private void endField() throws IOException {
    if (state == State.FIELD) {
      byte[] field = held.toByteArray();
      Optional<HeaderField> parsed = parsed(field);
      Optional<HeaderField> clean = parsed.flatMap(this::withoutForged);
      changed |= !clean.equals(parsed);
      noteTaken();
      if (parsed.isEmpty()) {
        put(field, field.length);
      } else if (clean.isPresent()) {
        byte[] raw = clean.get().raw();
        pass(clean, raw, raw.length);
      }
    } else if (state == State.LINE) {
      endLine(true);
    }
    held.reset();
    state = State.FIELD;
  }

  /** As it goes through, with the mark if it is the first Subject. */
  private Optional<HeaderField> withoutForged(HeaderField field) {
    Optional<HeaderField> clean = forged.without(field);
    taken |= Marks.isTaken(field, clean);
    if (marks.subject().isEmpty() || clean.filter(MailMarks::mayBeSubject).isEmpty()) {
      return clean;
    }
    if (subjectMarked || !clean.get().is("Subject")) {
      return Optional.empty();
    }
    subjectMarked = true;
    return Optional.of(SubjectMark.before(clean, marks.subject().get()));
  }

  /** The field is too long to be held to its end. */
  private void endHolding() throws IOException {
    byte[] field = held.toByteArray();
    held.reset();
    if (isOurs(field) || forged.isTooLong(field) || mayBecomeOurs(withoutLineEnds(field))) {
      state = State.DROPPED;
      return;
    }
    Optional<HeaderField> parsed = parsed(field);
    cut |= parsed.filter(SmimeMarkers::describesContent).isPresent();
    int lastLine = lastLine(field);
    if (lastLine == 0) {
      pass(parsed, field, field.length);
      state = State.PASSING;
    } else {
      pass(parsed, field, lastLine);
      held.write(field, lastLine, field.length - lastLine);
      state = State.LINE;
    }
  }

  private void endLine(boolean whole) throws IOException {
    byte[] line = held.toByteArray();
    held.reset();
    boolean folded = line.length > 0 && (line[0] == ' ' || line[0] == '\t');
    if (!folded && (isForged(line) || (!whole && mayBecomeOurs(line)))) {
      // What has passed ends in a bare CR: made a CRLF, so that the next field is one.
      put((byte) '\n');
      state = State.DROPPED;
      return;
    }
    put(line, line.length);
    state = whole ? State.LINE : State.PASSING;
  }

  /** Marks, and keeps, and lets the beginning of the field through. */
  private void pass(Optional<HeaderField> parsed, byte[] field, int length) throws IOException {
    if (parsed.filter(it -> !it.name().isEmpty()).isPresent()) {
      mark();
    }
    if (parsed.filter(SmimeMarkers::describesContent).isPresent()) {
      keep(field);
    }
    put(field, length);
  }

  private void keep(byte[] field) {
    if (content.size() + field.length > MimeLimits.LONGEST_HEADER) {
      cut = true;
      return;
    }
    content.writeBytes(field);
    if (field[field.length - 1] != '\n') {
      content.writeBytes(CRLF);
    }
  }

  private void mark() throws IOException {
    if (!marked) {
      marked = true;
      for (HeaderField mark : marks.fields()) {
        byte[] raw = mark.raw();
        put(raw, raw.length);
      }
    }
  }

  private void noteTaken() throws IOException {
    if (taken && !noted && note.isPresent()) {
      noted = true;
      mark();
      byte[] raw = note.get().raw();
      put(raw, raw.length);
    }
  }

  private void markMissingSubject() throws IOException {
    if (marks.subject().isPresent() && !subjectMarked) {
      byte[] raw = SubjectMark.before(Optional.empty(), marks.subject().get()).raw();
      put(raw, raw.length);
    }
  }

  private static Optional<HeaderField> parsed(byte[] field) {
    return Header.parse(field).fields().stream().findFirst();
  }

  private static boolean isOurs(byte[] field) {
    return parsed(field).filter(OwnFields::isOurs).isPresent();
  }

  /** Whether a line that some take for a field does not pass as it is. */
  private boolean isForged(byte[] line) {
    Optional<HeaderField> field = parsed(line);
    return field.filter(it -> forged.without(it).filter(clean -> clean == it).isEmpty()).isPresent()
        || (marks.subject().isPresent() && field.filter(MailMarks::mayBeSubject).isPresent());
  }

  /** Whether the line would be ours if the right letters came next. */
  private static boolean mayBecomeOurs(byte[] line) {
    for (int from = 0; from < OUR_NAME.length(); from++) {
      ByteArrayOutputStream longer = new ByteArrayOutputStream();
      longer.writeBytes(line);
      longer.writeBytes(OUR_NAME.substring(from).getBytes(US_ASCII));
      if (isOurs(longer.toByteArray())) {
        return true;
      }
    }
    return false;
  }

  /** As one line: a name may be folded in its middle. */
  private static byte[] withoutLineEnds(byte[] field) {
    byte[] line = field.clone();
    for (int i = 0; i < line.length; i++) {
      if (isLineEnd(line[i])) {
        line[i] = ' ';
      }
    }
    return line;
  }

  private static int lastLine(byte[] field) {
    int at = field.length;
    while (at > 0 && !isLineEnd(field[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }

  private void put(byte octet) throws IOException {
    target.write(octet);
    size++;
    last = octet;
  }

  private void put(byte[] octets, int length) throws IOException {
    if (length > 0) {
      target.write(octets, 0, length);
      size += length;
      last = octets[length - 1];
    }
  }

  /** Adds a line end that the last field lacks, and closes the target. */
  @Override
  public void close() throws IOException {
    try (OutputStream closing = target) {
      if (!closed) {
        closed = true;
        endField();
        if (last != '\n') {
          put(CRLF, CRLF.length);
        }
        mark();
        markMissingSubject();
        closing.flush();
      }
    }
  }
}
