package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealpost.failure.Words;
import org.sealpost.mime.Content;
import org.sealpost.server.Settings.TrustSettings;
import org.sealpost.trust.Anchor;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.Scope;
import org.sealpost.trust.VerdictWords;
import org.sealpost.trust.crl.CrlReport;
import org.sealpost.trust.decisions.Decisions;
import org.sealpost.trust.decisions.ImportedAnchors;

/** What trust rests on: the user's own word, and anchors. */
final class TrustPages implements Section {
  private static final Set<String> DONE = Set.of("anchor-added", "anchor-removed");
  private static final int MOST_CANDIDATES = 20;

  private final ConsoleParts parts;
  private final Fields fields;
  private final Decisions decisions;
  private final ImportedAnchors imported;

  TrustPages(ConsoleParts parts, Fields fields) {
    this.parts = parts;
    this.fields = fields;
    this.decisions = new Decisions(parts.store());
    this.imported = new ImportedAnchors(parts.store());
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/trust", this::page)
        .post("/trust/anchor/check", Fields.telling(this::check))
        .post("/trust/anchor/add", Fields.telling(this::add))
        .post("/trust/anchor/remove", Fields.telling(this::remove));
  }

  private Response page(Request request) {
    Instant now = parts.clock().instant();
    List<Anchor> anchors = parts.judging().basis().anchors().get();
    List<Anchor> shown =
        anchors.stream().filter(it -> !(it.origin() instanceof Anchor.Origin.OfSystem)).toList();
    TrustSettings settings = parts.settings().trust();
    return new Response.View(
        "trust",
        new TrustView(
            decisions.all().stream()
                .map(
                    it ->
                        new TrustView.Decided(
                            CertificateView.of(it.certificate(), now),
                            CertificatePages.word(it.decision(), now)))
                .toList(),
            decisions.bindings().stream()
                .map(
                    it ->
                        new TrustView.Bound(
                            CertificateView.of(it.certificate(), now),
                            PlainText.of(it.binding().address()),
                            it.binding().since()))
                .toList(),
            shown.stream().map(it -> AnchorView.of(it, now)).toList(),
            pins(request.language()),
            anchors.size() - shown.size(),
            settings.revocation().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            settings.ask().stream().map(Enum::name).collect(Collectors.joining(", ")),
            parts.judging().lists().lists().stream()
                .map(report -> list(report, request.language(), now))
                .toList(),
            request.parameter("done").filter(DONE::contains)));
  }

  private List<TrustView.Pin> pins(Locale language) {
    Words words = Words.beside(TrustPages.class, language);
    return parts.judging().basis().pinned().sha256().stream()
        .map(hex -> new TrustView.Pin(words.text("trust.pinned." + hex), printed(hex)))
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  private static String printed(String hex) {
    return new Fingerprint(hex).printed();
  }

  private static TrustView.KeptList list(CrlReport report, Locale language, Instant now) {
    Optional<CrlReport.Kept> kept = report.list();
    return new TrustView.KeptList(
        kept.map(it -> PlainText.of(it.issuer())).orElse(""),
        PlainText.of(report.source().toString()),
        kept.map(CrlReport.Kept::entries).orElse(0L),
        kept.map(CrlReport.Kept::nextUpdate).orElse(Instant.EPOCH),
        kept.filter(it -> now.isAfter(it.nextUpdate())).isPresent(),
        report.lastFailure().map(it -> Told.in(language, it)).orElse(""));
  }

  /** The first step: what the file holds, to be compared. Nothing is trusted for that. */
  private Response check(Request request) throws Fields.UnusableException, IOException {
    String name = BookFiles.name(request);
    Content upload =
        request
            .upload()
            .orElseThrow(
                () -> new Fields.UnusableException(422, request.language(), "book.no-file"));
    if (upload.size() > BookFiles.LARGEST) {
      throw new Fields.UnusableException(
          413, request.language(), "trust.file-large", name, BookFiles.LARGEST >> 20);
    }
    List<X509Certificate> certificates = read(request, upload, name);
    Instant now = parts.clock().instant();
    List<TrustView.Candidate> candidates =
        certificates.stream()
            .limit(MOST_CANDIDATES)
            .map(
                it ->
                    new TrustView.Candidate(
                        CertificateView.of(it, now),
                        isUseful(it),
                        CertificateDoubts.of(it, now).stream()
                            .map(doubt -> Told.in(request.language(), VerdictWords.problem(doubt)))
                            .toList()))
            .toList();
    return new Response.View(
        "anchorCandidates",
        new TrustView.Proposed(name, candidates, certificates.size() - candidates.size()));
  }

  private static List<X509Certificate> read(Request request, Content upload, String name)
      throws Fields.UnusableException, IOException {
    byte[] bytes;
    try (InputStream in = upload.open()) {
      bytes = in.readAllBytes();
    }
    try {
      List<X509Certificate> certificates = List.copyOf(CertificateFile.certificates(bytes));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (IOException | CertificateException _) {
      // Told below.
    }
    throw new Fields.UnusableException(422, request.language(), "book.file-unreadable", name);
  }

  private static boolean isUseful(X509Certificate certificate) {
    return CertificateDoubts.isAuthority(certificate)
        || CertificateUsage.canSign(certificate)
        || CertificateUsage.canEncrypt(certificate);
  }

  /** The second step: the very certificate that was shown, by the user's word. */
  private Response add(Request request) throws Fields.UnusableException {
    X509Certificate certificate = Fields.enclosed(request);
    if (!isUseful(certificate)) {
      throw new Fields.UnusableException(422, request.language(), "trust.not-an-anchor");
    }
    if (!Fields.value(request, "compared").equals("yes")) {
      throw new Fields.UnusableException(422, request.language(), "trust.not-compared");
    }
    var _ =
        imported.add(
            certificate,
            new Anchor.Origin.Imported(BookFiles.name(request), parts.clock().instant()),
            scope(request));
    return new Response.SeeOther("/trust?done=anchor-added");
  }

  /** Whoever chose to name addresses and named none must not get all. */
  private static Scope scope(Request request) throws Fields.UnusableException {
    String written = Fields.value(request, "for");
    return switch (Fields.value(request, "scope")) {
      case "all" -> Scope.all();
      case "some" -> {
        List<String> entries =
            Arrays.stream(written.split("[,\\s]+")).filter(it -> !it.isEmpty()).toList();
        yield Scope.of(entries)
            .filter(scope -> !scope.isAll())
            .orElseThrow(
                () ->
                    new Fields.UnusableException(
                        422, request.language(), "trust.not-a-scope", PlainText.of(written)));
      }
      default -> throw new Fields.UnusableException(422, request.language(), "trust.no-scope");
    };
  }

  private Response remove(Request request) throws Fields.UnusableException {
    if (imported.remove(fields.certificate(request)).isEmpty()) {
      throw new Fields.UnusableException(409, request.language(), "trust.no-such-anchor");
    }
    return new Response.SeeOther("/trust?done=anchor-removed");
  }
}
