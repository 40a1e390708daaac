package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sealpost.mime.Entity;

/**
 * The parts of a multipart, of which some are taken out with a delimiter each, so that what is left
 * is well formed. Not changed once made.
 */
final class Parts {
  private static final byte[] EMPTY = "Content-Type: text/plain\r\n\r\n".getBytes(US_ASCII);

  private final List<Entity> parts;
  private final List<Boolean> reports = new ArrayList<>();

  /** With our reports to go, unless they are signed. */
  Parts(Entity multipart, boolean signed) throws IOException {
    this.parts = multipart.parts();
    for (Entity part : parts) {
      reports.add(!signed && OwnReport.is(part));
    }
  }

  int count() {
    return parts.size();
  }

  Entity get(int index) {
    return parts.get(index);
  }

  boolean isLeft(int index) {
    return !reports.get(index);
  }

  /**
   * Takes one out: with the delimiter before it, or with the one behind where all before it have
   * gone; one that is alone becomes an empty text.
   */
  void takeOut(int index, Edits edits) {
    long start = parts.get(index).offset();
    if (reports.subList(0, index).contains(false)) {
      edits.replace(end(index - 1), end(index), _ -> {});
    } else if (index + 1 < parts.size()) {
      edits.replace(start, parts.get(index + 1).offset(), _ -> {});
    } else {
      edits.replace(start, end(index), out -> out.write(EMPTY));
    }
  }

  private long end(int index) {
    return parts.get(index).offset() + parts.get(index).content().size();
  }
}
