package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sealpost.book.Change;
import org.sealpost.book.Imported;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealpost book import}: puts the certificates of files into the book. */
@Command(name = "import")
final class BookImportCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Option(names = "--address", paramLabel = "ADDRESS")
  private Optional<String> address = Optional.empty();

  @Option(names = "--ack")
  private boolean acknowledged;

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "certificate-files")
  private List<Path> files = new ArrayList<>();

  BookImportCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    boolean all = true;
    List<JsonObject> objects = new ArrayList<>();
    try (Book book = Book.open(configuration.settings())) {
      for (Path file : files) {
        all &= add(book, file, objects);
      }
    }
    if (json) {
      Json.printArray(screen.out(), objects);
    }
    return all ? 0 : 1;
  }

  /** Returns whether the file brought anything in: beside it others may well be refused. */
  private boolean add(Book book, Path file, List<JsonObject> objects) {
    String shown = PlainText.of(file.toString());
    List<Imported> results;
    try (Progress progress = new Progress(screen, screen.text("progress.importing"))) {
      results =
          book.certificates()
              .importFile(file, address, acknowledged, Instant.now(), progress::done);
    } catch (IOException e) {
      screen.note(Failures.words(e, screen.language()));
      return false;
    }
    for (Imported result : results) {
      if (result instanceof Imported.Intermediate(X509Certificate kept) && address.isPresent()) {
        screen.note(
            screen.text("import-authority", CertificateNames.displayName(kept), address.get()));
      }
      if (json) {
        objects.add(object(shown, result));
      } else {
        print(shown, result);
      }
    }
    return results.stream()
        .anyMatch(
            result ->
                switch (result) {
                  case Imported.Added _, Imported.Waiting _, Imported.Intermediate _ -> true;
                  case Imported.Refused _, Imported.Unreadable _ -> false;
                });
  }

  private void print(String file, Imported result) {
    switch (result) {
      case Imported.Added(
              X509Certificate certificate,
              String under,
              boolean known,
              Phrase note) -> {
        screen.say(
            known ? "import-known" : "import-added",
            under,
            CertificateNames.displayName(certificate));
        note(under, note);
      }
      case Imported.Waiting(Change change, Phrase note) -> {
        screen.note(
            screen.text(
                "import-waiting",
                change.address(),
                CertificateNames.displayName(change.certificate()),
                Fingerprint.of(change.certificate()).printed(),
                CertificateNames.displayName(change.previous()),
                Fingerprint.of(change.previous()).printed()));
        note(change.address(), note);
      }
      case Imported.Intermediate(X509Certificate certificate) ->
          screen.say("import-intermediate", CertificateNames.displayName(certificate));
      case Imported.Refused(X509Certificate certificate, Phrase reason) ->
          screen.note(
              screen.text(
                  "import-refused", file, CertificateNames.displayName(certificate), reason));
      case Imported.Unreadable(Phrase where, Phrase reason) ->
          screen.note(screen.text("import-unreadable", file, where, reason));
    }
  }

  private void note(String address, Phrase note) {
    if (!note.english().isEmpty()) {
      screen.note(screen.text("import-note", address, note));
    }
  }

  private static JsonObject object(String file, Imported result) {
    return switch (result) {
      case Imported.Added(
              X509Certificate certificate,
              String under,
              boolean known,
              Phrase note) -> {
        JsonObject object = BookJson.certificate(under, certificate);
        object.addProperty("result", known ? "known" : "added");
        object.addProperty("file", file);
        object.addProperty("note", note.english());
        yield object;
      }
      case Imported.Waiting(Change change, Phrase note) -> {
        JsonObject object = BookJson.certificate(change.address(), change.certificate());
        object.addProperty("result", "waiting");
        object.addProperty("previous", Fingerprint.of(change.previous()).hex());
        object.addProperty("file", file);
        object.addProperty("note", note.english());
        yield object;
      }
      case Imported.Intermediate(X509Certificate certificate) -> {
        JsonObject object = CertificateText.json("authority", certificate);
        object.addProperty("result", "kept");
        object.addProperty("file", file);
        yield object;
      }
      case Imported.Refused(X509Certificate certificate, Phrase reason) -> {
        JsonObject object = CertificateText.json("holder", certificate);
        object.addProperty("result", "refused");
        object.addProperty("file", file);
        object.addProperty("reason", reason.english());
        yield object;
      }
      case Imported.Unreadable(Phrase where, Phrase reason) -> {
        JsonObject object = new JsonObject();
        object.addProperty("result", "unreadable");
        object.addProperty("file", file);
        object.addProperty("where", where.english());
        object.addProperty("reason", reason.english());
        yield object;
      }
    };
  }
}
