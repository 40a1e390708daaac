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
import org.sealpost.trust.Anchor;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.PathProblem;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Scope;
import org.sealpost.trust.VerdictWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealpost trust import}: makes the certificates of files anchors. */
@Command(name = "import")
final class TrustImportCommand implements Callable<Integer> {
  private final Configuration configuration;
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(names = "--for", paramLabel = "ADDRESS|@DOMAIN")
  private List<String> scope = new ArrayList<>();

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "certificate-files")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--json", descriptionKey = "json-array")
  private boolean json;

  private final List<JsonObject> objects = new ArrayList<>();

  TrustImportCommand(Configuration configuration, Screen screen) {
    this.configuration = configuration;
    this.screen = screen;
  }

  @Override
  public Integer call() throws Exception {
    Scope wanted = scope();
    boolean all = true;
    try (Book book = Book.open(configuration.settings())) {
      for (Path file : files) {
        all &= add(book, file, wanted);
      }
    }
    if (json) {
      Json.printArray(screen.out(), objects);
    }
    return all ? 0 : 1;
  }

  private Scope scope() {
    for (String entry : scope) {
      if (Scope.of(List.of(entry)).isEmpty()) {
        throw new UsageError(spec, "not-a-scope", PlainText.of(entry));
      }
    }
    return Scope.of(scope).orElseThrow();
  }

  /** Returns whether the file brought anything in. */
  private boolean add(Book book, Path file, Scope wanted) {
    List<X509Certificate> certificates;
    try {
      certificates = CertificateFile.read(file);
    } catch (IOException e) {
      screen.note(Failures.words(e, screen.language()));
      return false;
    }
    boolean any = false;
    Anchor.Origin.Imported origin =
        new Anchor.Origin.Imported(PlainText.of(file.getFileName().toString()), Instant.now());
    for (X509Certificate certificate : certificates) {
      any |= add(book, certificate, origin, wanted);
    }
    return any;
  }

  private boolean add(
      Book book, X509Certificate certificate, Anchor.Origin.Imported origin, Scope wanted) {
    String name = CertificateNames.displayName(certificate);
    boolean authority = CertificateDoubts.isAuthority(certificate);
    if (!authority
        && !CertificateUsage.canSign(certificate)
        && !CertificateUsage.canEncrypt(certificate)) {
      screen.note(screen.text("not-for-mail", name));
      JsonObject refused = CertificateText.json("holder", certificate);
      refused.addProperty("result", "refused");
      objects.add(refused);
      return false;
    }
    Optional<Anchor> before = book.imported().add(certificate, origin, wanted);
    if (json) {
      JsonObject imported = TrustListCommand.object(new Anchor(certificate, origin, wanted));
      imported.addProperty("result", "imported");
      objects.add(imported);
    } else {
      before.ifPresent(
          it -> screen.say("anchor.before", name, CertificateText.scope(screen, it.scope())));
      screen.say(authority ? "anchor.imported" : "anchor.imported-itself", name);
      CertificateText.print(screen, certificate);
      screen.say("anchor.scope", CertificateText.scope(screen, wanted));
    }
    warn(book, certificate, origin.at(), wanted);
    return true;
  }

  private void warn(Book book, X509Certificate certificate, Instant now, Scope wanted) {
    for (PathProblem doubt : CertificateDoubts.of(certificate, now)) {
      String words = VerdictWords.problem(doubt).in(screen.language());
      screen.note(
          doubt instanceof PathProblem.WeakKey
              ? words
              : screen.text("anchor.counts-for-nothing", words));
    }
    String name = CertificateNames.displayName(certificate);
    String effect = wanted.isAll() ? "known" : "known-for-all";
    if (book.pinned().contains(certificate)) {
      screen.note(screen.text("anchor.pinned-" + effect, name));
    }
    for (Anchor anchor : book.configured().anchors()) {
      if (anchor.certificate().equals(certificate)
          && anchor.origin() instanceof Anchor.Origin.Configured(String file)) {
        screen.note(screen.text("anchor.configured-" + effect, name, PlainText.of(file)));
      }
    }
  }
}
