package org.sealpost.unmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/**
 * The text in one part, without its transfer encoding. Marks are cut out as bytes: all else stays
 * byte for byte, whatever is damaged in it. Memory does not grow with it. For one thread.
 */
final class TextBody {
  private static final String SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String SIGNED_END = "-----END PGP SIGNATURE-----";

  private static final byte[] NOTHING = {};

  private final Recogniser recogniser;
  private final Source source;
  private final List<Charset> charsets;

  /** Opens the text, its transfer encoding undone. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  TextBody(Recogniser recogniser, Source source, List<Charset> charsets) {
    this.recogniser = recogniser;
    this.source = source;
    this.charsets = charsets;
  }

  /** What is done with one piece of a mark. */
  @FunctionalInterface
  private interface Found {
    void cut(long from, long to, byte[] instead) throws IOException;
  }

  /**
   * The charset in which there is a mark to be read; empty if there is none.
   *
   * @throws MarkUnderSignature if it stands in what is signed (RFC 9580 §7)
   */
  Optional<Charset> marked() throws IOException, MarkUnderSignature {
    for (Charset charset : charsets) {
      try (InputStream in = source.open()) {
        if (scan(in, charset, (_, _, _) -> {}, true)) {
          return Optional.of(charset);
        }
      }
    }
    return Optional.empty();
  }

  /** Writes the text without its marks. */
  void writeWithout(Charset charset, OutputStream out) throws IOException {
    try (InputStream text = source.open();
        InputStream copied = source.open()) {
      CutCopy copy = new CutCopy(copied, out, Charsets.hasStates(charset));
      scan(text, charset, copy::cut, false);
      copy.rest();
    } catch (MarkUnderSignature e) {
      throw new IllegalStateException("not asked for", e);
    }
  }

  /**
   * Whether there are marks. A line that begins a signed text makes none of what follows unless
   * there is the line that ends it: anyone may quote the one.
   */
  private boolean scan(InputStream in, Charset charset, Found found, boolean refuseSigned)
      throws IOException, MarkUnderSignature {
    TextWindow window = new TextWindow(in, charset);
    boolean encodes = Charsets.keepAscii(charset) || Charsets.hasStates(charset);
    WordDecoder words = new WordDecoder();
    boolean marked = false;
    boolean signed = false;
    boolean markedSinceSigned = false;
    int fields = 0;
    int at = window.advance(0);
    while (at < window.limit()) {
      TagEnds tags = new TagEnds();
      int last = window.isEnded() ? window.limit() : window.limit() - Recogniser.LONGEST;
      while (at < last) {
        char c = window.charAt(at);
        if (c == '-' && startsLine(window, at)) {
          if (begins(window, at, SIGNED)) {
            signed = true;
            markedSinceSigned = false;
          } else if (signed && begins(window, at, SIGNED_END)) {
            refuseIf(markedSinceSigned && refuseSigned);
            signed = false;
          }
        }
        if (c == '=' && at >= fields && encodes && begins(window, at, "=?")) {
          QuotedField field = QuotedField.around(window.text(), fields, at, window.limit());
          fields = field.end();
          Optional<String> clean = field.unmarked(recogniser, words);
          if (clean.isPresent()) {
            byte[] instead = clean.get().getBytes(charset);
            found.cut(window.byteAt(field.start()), window.byteAt(field.end()), instead);
            marked = true;
            markedSinceSigned = true;
            at = field.end();
            continue;
          }
        }
        Cuts cuts = mark(window, at, tags);
        marked |= cuts.isFound();
        markedSinceSigned |= cuts.isFound();
        for (int i = 0; i < cuts.count(); i++) {
          found.cut(window.byteAt(cuts.from(i)), window.byteAt(cuts.to(i)), NOTHING);
        }
        at = cuts.isFound() ? cuts.end() : at + 1;
        fields = cuts.isFound() ? Math.max(fields, at) : fields;
      }
      int before = at;
      at = window.advance(at);
      fields = Math.max(0, fields - (before - at));
    }
    return marked;
  }

  private Cuts mark(TextWindow window, int at, TagEnds tags) {
    int limit = Math.min(window.limit(), at + Recogniser.LONGEST);
    return recogniser.mayBegin(window.text(), at, limit)
        ? recogniser.at(window.text(), at, limit, false, tags)
        : Cuts.NONE;
  }

  private static void refuseIf(boolean signed) throws MarkUnderSignature {
    if (signed) {
      throw new MarkUnderSignature();
    }
  }

  private static boolean startsLine(TextWindow window, int at) {
    return at == 0 || window.charAt(at - 1) == '\n';
  }

  private static boolean begins(TextWindow window, int at, String line) {
    return at + line.length() <= window.limit()
        && line.contentEquals(window.text().subSequence(at, at + line.length()));
  }
}
