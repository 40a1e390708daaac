package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.mime.TransferEncoding;

/** The process that {@link UnmarkMemoryTest} starts; it says how many bytes went away. */
final class SmallHeap {
  private static final int LINES = 300_000;
  private static final byte[] LINE = ("松柏".repeat(16) + "x\r\n").getBytes(UTF_8);
  private static final byte[] MARK = "[松柏 ✔簽章 🔒] ".getBytes(UTF_8);

  private SmallHeap() {}

  public static void main(String[] arguments) throws Exception {
    SpoolFactory spools = new SpoolFactory(Path.of(arguments[1]), 64 * 1024);
    MarkRemover remover = new MarkRemover(Optional.of(new SealWord("松柏")), spools);
    try (Spool mail = mail(arguments[0], spools);
        Unmarked clean = remover.remove(Entity.parse(mail))) {
      System.out.println(
          mail.size() + " bytes, " + (decoded(mail) - decoded(clean.mail())) + " of marks");
    }
  }

  private static long decoded(Content mail) throws Exception {
    try (InputStream in = Entity.parse(mail).decodedBody()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Spool mail(String encoding, SpoolFactory spools) throws IOException {
    Spool spool = spools.create();
    String head =
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: "
            + encoding
            + "\r\n\r\n";
    try (OutputStream out = spool.out()) {
      out.write(head.getBytes(UTF_8));
      TransferEncoding.write(SmallHeap::body, encoding, out);
    }
    return spool;
  }

  /** A mark at the beginning, at the end, and in every hundredth line. */
  private static void body(OutputStream out) throws IOException {
    for (int i = 0; i < LINES; i++) {
      if (i % 100 == 0) {
        out.write(MARK);
      }
      out.write(LINE);
    }
    out.write(MARK);
  }
}
