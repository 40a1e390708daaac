package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sealpost.book.Imported;
import org.sealpost.mime.Content;
import org.sealpost.server.OwnWord;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.PlainText;

/** Files of certificates that are dropped on the book. */
final class BookFiles implements Section {
  /** What is read is in memory, a few times over; the command has a process of its own. */
  static final long LARGEST = 4 << 20;

  private static final int MOST_SHOWN = 200;

  private final ConsoleParts parts;
  private final ReentrantLock one = new ReentrantLock();

  BookFiles(ConsoleParts parts) {
    this.parts = parts;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .post("/book/import", Fields.telling(this::dropped))
        .post("/book/import/under", Fields.telling(this::under));
  }

  private Response dropped(Request request) throws Exception {
    String name = name(request);
    Content upload =
        request
            .upload()
            .orElseThrow(
                () -> new Fields.UnusableException(422, request.language(), "book.no-file"));
    if (upload.size() > LARGEST) {
      throw new Fields.UnusableException(
          413, request.language(), "book.file-large", name, LARGEST >> 20);
    }
    try (InputStream in = upload.open()) {
      return imported(request, name, in.readAllBytes(), Optional.empty());
    }
  }

  /** One that was refused, on the user's word whose it is. */
  private Response under(Request request) throws Exception {
    X509Certificate certificate = Fields.enclosed(request);
    String address = Fields.address(request);
    return imported(request, name(request), certificate.getEncoded(), Optional.of(address));
  }

  /** What the file is called is only what the browser says. */
  static String name(Request request) {
    String said = PlainText.of(Fields.value(request, "name"));
    String last = said.substring(Math.max(said.lastIndexOf('/'), said.lastIndexOf('\\')) + 1);
    String safe = last.replaceAll("[\\x00-\\x1f\"<>:|?*%]", "_").replaceFirst("^\\.+", "");
    String kept =
        safe.codePoints()
            .limit(60)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return kept.isBlank() ? "certificate" : kept;
  }

  private Response imported(Request request, String name, byte[] bytes, Optional<String> address)
      throws Exception {
    Instant now = parts.clock().instant();
    Path folder = Files.createTempDirectory(parts.settings().stateDir(), "import");
    Path file = folder.resolve(name);
    one.lockInterruptibly();
    try {
      Files.write(file, bytes);
      List<Imported> results = parts.book().importFile(file, address, false, now);
      List<ImportView.Item> items = new ArrayList<>();
      for (Imported result : results.subList(0, Math.min(MOST_SHOWN, results.size()))) {
        items.add(item(result, request.language(), now));
      }
      ImportView view = new ImportView(name, items, results.size() - items.size());
      return new Response.View(request.fragment() ? "imported" : "importedPage", view);
    } catch (IOException e) {
      throw new Fields.UnusableException(422, request.language(), "book.file-unreadable", name);
    } finally {
      one.unlock();
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  private static ImportView.Item item(Imported result, Locale language, Instant now) {
    return switch (result) {
      case Imported.Added(X509Certificate certificate, String address, boolean known, var note) ->
          new ImportView.Item(
              known ? "known" : "added",
              "good",
              PlainText.of(address),
              Optional.of(CertificateView.of(certificate, now)),
              Told.in(language, note),
              Optional.empty());
      case Imported.Waiting(var change, var note) ->
          new ImportView.Item(
              "waiting",
              "doubtful",
              PlainText.of(change.address()),
              Optional.of(CertificateView.of(change.certificate(), now)),
              Told.in(language, note),
              Optional.empty());
      case Imported.Intermediate(X509Certificate certificate) ->
          new ImportView.Item(
              "authority",
              "faint",
              "",
              Optional.of(CertificateView.of(certificate, now)),
              "",
              Optional.empty());
      case Imported.Refused(X509Certificate certificate, var reason) ->
          new ImportView.Item(
              "refused",
              "bad",
              "",
              Optional.of(CertificateView.of(certificate, now)),
              Told.in(language, reason),
              proposed(certificate, now));
      case Imported.Unreadable(var where, var reason) ->
          new ImportView.Item(
              "unreadable",
              "bad",
              "",
              Optional.empty(),
              Told.in(language, where) + ": " + Told.in(language, reason),
              Optional.empty());
    };
  }

  /** One that is of no use by itself is not helped by the user's word. */
  private static Optional<String> proposed(X509Certificate certificate, Instant now) {
    return OwnWord.unfit(certificate, now).isPresent()
        ? Optional.empty()
        : Optional.of(CertificateNames.addresses(certificate).stream().findFirst().orElse(""));
  }
}
