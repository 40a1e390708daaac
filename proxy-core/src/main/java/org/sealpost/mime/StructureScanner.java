package org.sealpost.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Words;

/**
 * Finds the parts of an entity in one pass over its bytes, whatever the nesting: all boundaries
 * that are open are looked for at once, the outermost first (RFC 2046 §5.1.2).
 */
final class StructureScanner {
  private static final Words WORDS = Words.beside(StructureScanner.class);

  /** With blanks at its end. */
  static final int LONGEST_DELIMITER = 2000;

  private static final Header NO_HEADER = Header.of(List.of());

  private final Content content;
  private final List<Node> open = new ArrayList<>();
  private final ByteArrayOutputStream headerBytes = new ByteArrayOutputStream();
  private boolean inHeader = true;
  private int boundaries;
  private int parts;
  private int headerLines;
  private long headersSize;

  StructureScanner(Content content) {
    this.content = content;
  }

  Entity scan() throws IOException, MimeException {
    Node root = new Node(0, "text/plain");
    open.add(root);
    try (InputStream in = content.open()) {
      LineScanner lines = new LineScanner(in);
      int lastLineEnd = 0;
      while ((inHeader || boundaries > 0) && lines.advance()) {
        line(lines, lastLineEnd);
        lastLineEnd = lines.lineEndLength();
      }
    }
    endAbove(-1, content.size());
    return root.toEntity(content, 0);
  }

  private void line(LineScanner lines, int lastLineEnd) throws MimeException {
    if (mayBeDelimiter(lines) && delimiter(lines, lastLineEnd)) {
      return;
    }
    if (!inHeader) {
      return;
    }
    if (lines.isEmptyLine()) {
      endHeader(lines.nextOffset());
    } else {
      addToHeader(lines);
    }
  }

  private static boolean mayBeDelimiter(LineScanner lines) {
    return lines.isWhole()
        && lines.textLength() > 2
        && lines.textLength() <= LONGEST_DELIMITER
        && lines.textByte(0) == '-'
        && lines.textByte(1) == '-';
  }

  private void addToHeader(LineScanner lines) throws MimeException {
    headerBytes.write(lines.buffer(), lines.start(), lines.length());
    headersSize += lines.length();
    headerLines++;
    if (headerBytes.size() > MimeLimits.LONGEST_HEADER
        || headersSize > MimeLimits.LONGEST_HEADERS
        || headerLines > MimeLimits.MOST_HEADER_LINES) {
      throw new MimeException(WORDS.phrase("header.too-large"));
    }
  }

  /** Whether the line is a delimiter of an open multipart; then its parts begin and end. */
  private boolean delimiter(LineScanner lines, int lastLineEnd) throws MimeException {
    for (int i = 0; i < open.size(); i++) {
      Node node = open.get(i);
      Delimiter delimiter = node.seeksBoundary() ? match(lines, node.boundary) : Delimiter.NONE;
      if (delimiter != Delimiter.NONE) {
        endAbove(i, lines.offset() - lastLineEnd);
        node.foundDelimiter(lines.offset() - lastLineEnd);
        inHeader = false;
        if (delimiter == Delimiter.CLOSE) {
          node.closeEnd = lines.offset() + node.boundary.length + 4;
          boundaries--;
        } else {
          begin(node.childDefault(), node, lines.nextOffset());
        }
        return true;
      }
    }
    return false;
  }

  private enum Delimiter {
    NONE,
    OPEN,
    CLOSE
  }

  private static Delimiter match(LineScanner lines, byte[] boundary) {
    if (!lines.textEquals(2, boundary)) {
      return Delimiter.NONE;
    }
    int at = 2 + boundary.length;
    boolean closes =
        lines.textLength() >= at + 2 && lines.textByte(at) == '-' && lines.textByte(at + 1) == '-';
    for (int i = closes ? at + 2 : at; i < lines.textLength(); i++) {
      if (lines.textByte(i) != ' ' && lines.textByte(i) != '\t') {
        return Delimiter.NONE;
      }
    }
    return closes ? Delimiter.CLOSE : Delimiter.OPEN;
  }

  private void begin(String defaultType, Node parent, long start) throws MimeException {
    if (++parts > MimeLimits.MOST_PARTS) {
      throw new MimeException(WORDS.phrase("parts.too-many", MimeLimits.MOST_PARTS));
    }
    if (open.size() > MimeLimits.DEEPEST_NESTING) {
      throw new MimeException(WORDS.phrase("parts.too-deep", MimeLimits.DEEPEST_NESTING));
    }
    Node child = new Node(start, defaultType);
    parent.children.add(child);
    open.add(child);
    inHeader = true;
  }

  private void endHeader(long bodyStart) throws MimeException {
    Node node = open.getLast();
    node.endHeader(headerBytes.toByteArray(), bodyStart);
    headerBytes.reset();
    inHeader = false;
    if (node.seeksBoundary()) {
      boundaries++;
    }
    if (node.isMessage()) {
      begin("text/plain", node, bodyStart);
    }
  }

  /** Ends the nodes deeper than {@code level}. */
  private void endAbove(int level, long end) {
    while (open.size() > level + 1) {
      Node node = open.removeLast();
      if (node.seeksBoundary()) {
        boundaries--;
      }
      node.endAt(end);
      if (inHeader) {
        byte[] raw = headerBytes.toByteArray();
        int length = (int) Math.min(raw.length, node.end - node.start);
        node.endHeader(Arrays.copyOf(raw, length), node.end);
        headerBytes.reset();
        inHeader = false;
      }
    }
  }

  /** A part while it is found. */
  private static final class Node {
    private long start;
    private final String defaultType;
    private final List<Node> children = new ArrayList<>();
    private Header header = NO_HEADER;
    private long bodyStart;
    private long preambleEnd = -1;
    private long closeEnd = -1;
    private long end;
    private String mediaType = "";
    private byte[] boundary = {};

    Node(long start, String defaultType) {
      this.start = start;
      this.defaultType = defaultType;
    }

    boolean seeksBoundary() {
      return boundary.length > 0 && closeEnd < 0;
    }

    /** The line end before a delimiter is the delimiter's, even the empty line after a header. */
    void endAt(long end) {
      this.end = end;
      start = Math.min(start, end);
      bodyStart = Math.min(bodyStart, end);
    }

    void foundDelimiter(long lineEndBefore) {
      if (preambleEnd < 0) {
        preambleEnd = Math.max(bodyStart, lineEndBefore);
      }
    }

    boolean isMessage() {
      return mediaType.equals("message/rfc822")
          && TransferDecoding.isIdentity(Entity.transferEncoding(header));
    }

    String childDefault() {
      return mediaType.equals("multipart/digest") ? "message/rfc822" : "text/plain";
    }

    void endHeader(byte[] raw, long bodyStart) {
      this.bodyStart = bodyStart;
      header = Header.parse(raw, 0, raw.length);
      ContentType type = ContentType.of(header, defaultType);
      mediaType = type.mediaType();
      boundary = type.boundary();
    }

    Entity toEntity(Content parent, long parentStart) {
      Content mine = parent.slice(start - parentStart, end - start);
      List<Entity> entities = children.stream().map(child -> child.toEntity(mine, start)).toList();
      Entity.Layout layout =
          new Entity.Layout(
              start,
              bodyStart - start,
              preambleEnd < 0 ? new byte[0] : boundary,
              (preambleEnd < 0 ? end : preambleEnd) - start,
              closeEnd < 0 ? -1 : closeEnd - start);
      boolean isMessage = isMessage();
      return new Entity(
          mine,
          header,
          defaultType,
          layout,
          isMessage ? List.of() : entities,
          isMessage
              ? entities.stream().filter(mail -> mail.content().size() > 0).findFirst()
              : Optional.empty());
    }
  }
}
