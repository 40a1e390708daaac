package org.sealpost.inbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealpost.mark.ForgedMarks;
import org.sealpost.mime.ContentType;
import org.sealpost.mime.Header;
import org.sealpost.mime.MimeLimits;
import org.sealpost.mime.SpoolFactory;

/**
 * Takes forged marks from the headers of mails within a mail (message/rfc822, RFC 2046 §5.2.1) as
 * it streams, in bounded memory, and lets all other octets through as they are. To be fed with what
 * follows a header, from the empty line on, and closed, which leaves the target open. For one
 * thread.
 *
 * <p>What lies in a multipart/signed is let through whatever it is: changing it would break a
 * signature that is not ours to judge. A mail within in base64 or quoted-printable, which RFC 2046
 * does not allow and programs show, is spooled: where anything in it is forged all of it is written
 * anew ({@link EncodedMail}). What is nested deeper than {@link MimeLimits#DEEPEST_NESTING}, or in
 * more than {@value #MOST_ENCODINGS} encodings, or described by more than 64 KiB, is not looked
 * into; no program shows it.
 */
public final class NestedSieve extends OutputStream {
  private static final int LONGEST_DELIMITER = 2000;
  private static final int LONGEST_PART_HEADER = 1 << 16;

  /** Each takes spools while it lasts. */
  private static final int MOST_ENCODINGS = 8;

  private final OutputStream target;
  private final ForgedMarks forged;
  private final SpoolFactory spools;
  private final Depth depth;
  private final List<Level> levels = new ArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Of the header that is being read. */
  private final ByteArrayOutputStream partHeader = new ByteArrayOutputStream();

  private Optional<HeaderSieve> messageHeader = Optional.empty();
  private Optional<EncodedMail> encoded = Optional.empty();
  private String defaultType = "text/plain";
  private boolean inHeader = true;
  private boolean passing;
  private boolean changed;

  /**
   * A sieve.
   *
   * @param content the fields that describe the body
   */
  public NestedSieve(Header content, ForgedMarks forged, SpoolFactory spools, OutputStream target)
      throws IOException {
    this(content, forged, spools, new Depth(0, 0), target);
  }

  /** As of what lies within others. */
  NestedSieve(
      Header content, ForgedMarks forged, SpoolFactory spools, Depth depth, OutputStream target)
      throws IOException {
    this.target = target;
    this.forged = forged;
    this.spools = spools;
    this.depth = depth;
    content.without(field -> !SmimeMarkers.describesContent(field)).writeTo(partHeader);
  }

  /**
   * How much there is around what is looked at.
   *
   * @param levels multiparts and mails
   * @param encodings how many of the mails are in a transfer encoding
   */
  record Depth(int levels, int encodings) {
    private Depth within(int more) {
      return new Depth(levels + more + 1, encodings + 1);
    }
  }

  /** A multipart or a mail that is open. */
  private static final class Level {
    private final byte[] delimiter;
    private final String partDefault;
    private boolean closed;

    Level(byte[] boundary, String partDefault) {
      this.delimiter = new byte[boundary.length + 2];
      Arrays.fill(delimiter, 0, 2, (byte) '-');
      System.arraycopy(boundary, 0, delimiter, 2, boundary.length);
      this.partDefault = partDefault;
      this.closed = boundary.length == 0;
    }
  }

  /** Whether anything was taken out. */
  public boolean changed() {
    return changed;
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
      if (passing) {
        int stop = at;
        while (stop < end && octets[stop] != '\n') {
          stop++;
        }
        passing = stop == end;
        stop = Math.min(end, stop + 1);
        emit(octets, at, stop - at);
        at = stop;
      } else {
        add(octets[at++]);
      }
    }
  }

  private void add(byte octet) throws IOException {
    line.write(octet);
    if (octet == '\n') {
      byte[] whole = line.toByteArray();
      line.reset();
      endLine(whole);
    } else if (!mayMatter(octet)) {
      emitLine();
      passing = true;
    }
  }

  /** Whether the line may turn out to be empty, or a delimiter. */
  private boolean mayMatter(byte last) {
    return switch (line.size()) {
      case 1 -> (last == '\r' && inHeader) || (last == '-' && !levels.isEmpty());
      case 2 -> last == '-';
      default -> line.size() <= LONGEST_DELIMITER;
    };
  }

  private void emitLine() throws IOException {
    byte[] octets = line.toByteArray();
    line.reset();
    emit(octets, 0, octets.length);
  }

  private void endLine(byte[] whole) throws IOException {
    int text = whole.length - 1;
    if (text > 0 && whole[text - 1] == '\r') {
      text--;
    }
    if (text > 2 && whole[0] == '-' && whole[1] == '-' && delimiter(whole, text)) {
      return;
    }
    if (inHeader && text == 0) {
      Header header = endHeader();
      target.write(whole);
      begin(ContentType.of(header, defaultType));
    } else {
      emit(whole, 0, whole.length);
    }
  }

  private boolean delimiter(byte[] whole, int text) throws IOException {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (!level.closed && isDelimiter(whole, text, level.delimiter)) {
        endHeader();
        endEncoded();
        target.write(whole);
        levels.subList(i + 1, levels.size()).clear();
        int end = level.delimiter.length;
        level.closed = text >= end + 2 && whole[end] == '-' && whole[end + 1] == '-';
        inHeader = !level.closed;
        defaultType = level.partDefault;
        return true;
      }
    }
    return false;
  }

  private static boolean isDelimiter(byte[] whole, int text, byte[] delimiter) {
    int end = delimiter.length;
    if (text < end || Arrays.mismatch(whole, 0, end, delimiter, 0, end) >= 0) {
      return false;
    }
    int at = text >= end + 2 && whole[end] == '-' && whole[end + 1] == '-' ? end + 2 : end;
    while (at < text && (whole[at] == ' ' || whole[at] == '\t')) {
      at++;
    }
    return at == text;
  }

  /** The header that just ended; one that is too long says nothing. */
  private Header endHeader() throws IOException {
    byte[] held = partHeader.toByteArray();
    partHeader.reset();
    inHeader = false;
    if (messageHeader.isEmpty()) {
      return Header.parse(held.length > LONGEST_PART_HEADER ? new byte[0] : held);
    }
    HeaderSieve sieve = messageHeader.get();
    messageHeader = Optional.empty();
    sieve.close();
    changed |= sieve.changed();
    return sieve.isContentCut() ? Header.of(List.of()) : sieve.content();
  }

  /** A body, by what the header before it says. */
  private void begin(ContentType type) {
    if (depth.levels + levels.size() >= MimeLimits.DEEPEST_NESTING) {
      return;
    }
    String mediaType = type.mediaType();
    if (type.boundary().length > 0 && !mediaType.equals("multipart/signed")) {
      levels.add(new Level(type.boundary(), type.partDefault()));
    } else if (isMail(mediaType) && EncodedMail.isOne(type)) {
      if (depth.encodings < MOST_ENCODINGS) {
        encoded = Optional.of(new EncodedMail(type, forged, spools, depth.within(levels.size())));
      }
    } else if (isMail(mediaType) && type.isIdentity()) {
      levels.add(new Level(new byte[0], "text/plain"));
      defaultType = "text/plain";
      inHeader = true;
      messageHeader = Optional.of(new HeaderSieve(new LastingOutput(target), forged));
    }
  }

  /** RFC 6532 §3.7 has the second, for addresses that are not ASCII. */
  private static boolean isMail(String mediaType) {
    return mediaType.equals("message/rfc822") || mediaType.equals("message/global");
  }

  private void endEncoded() throws IOException {
    if (encoded.isPresent()) {
      EncodedMail mail = encoded.get();
      encoded = Optional.empty();
      try (mail) {
        changed |= mail.writeTo(target);
      }
    }
  }

  private void emit(byte[] octets, int offset, int length) throws IOException {
    if (encoded.isPresent()) {
      encoded.get().write(octets, offset, length);
      return;
    }
    if (inHeader && messageHeader.isPresent()) {
      messageHeader.get().write(octets, offset, length);
      return;
    }
    if (inHeader && partHeader.size() <= LONGEST_PART_HEADER) {
      partHeader.write(octets, offset, length);
    }
    target.write(octets, offset, length);
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  /** Lets through what is held. */
  @Override
  public void close() throws IOException {
    try {
      emitLine();
      endHeader();
      endEncoded();
    } finally {
      encoded.ifPresent(EncodedMail::close);
    }
  }
}
