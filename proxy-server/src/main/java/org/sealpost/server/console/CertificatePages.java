package org.sealpost.server.console;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.book.BookEntry;
import org.sealpost.failure.Words;
import org.sealpost.server.OwnWord;
import org.sealpost.trust.CertificateDoubts;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Decision;
import org.sealpost.trust.PlainText;
import org.sealpost.trust.RevocationPolicy;
import org.sealpost.trust.VerdictWords;
import org.sealpost.trust.decisions.Decisions;
import org.sealpost.trust.revocation.RevocationCheck;
import org.sealpost.trust.revocation.RevocationStatus;

/** One certificate, and the user's word on it. */
final class CertificatePages implements Section {
  private static final Set<String> DONE =
      Set.of("allow", "deny", "taken-back", "bound", "bound-only", "unbound");
  private static final int LONGEST_NOTE = 500;

  private final ConsoleParts parts;
  private final Fields fields;
  private final Decisions decisions;
  private final OwnWord word;

  CertificatePages(ConsoleParts parts, Fields fields) {
    this.parts = parts;
    this.fields = fields;
    this.decisions = new Decisions(parts.store());
    this.word = new OwnWord(decisions, parts.book());
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/trust/certificate", Fields.telling(this::page))
        .get("/trust/certificate/path", Fields.telling(this::path))
        .post("/trust/decide", Fields.telling(this::decide))
        .post("/trust/take-back", Fields.telling(this::takeBack))
        .post("/trust/bind", Fields.telling(this::bind))
        .post("/trust/unbind", Fields.telling(this::unbind));
  }

  private Response page(Request request) throws Fields.UnusableException {
    X509Certificate certificate = fields.certificate(request);
    Instant now = parts.clock().instant();
    CertificateView view = CertificateView.of(certificate, now);
    return new Response.View(
        "certificate",
        new CertificatePage(
            view,
            decisions.of(certificate).map(decision -> word(decision, now)),
            decisions.bindings(certificate).stream()
                .map(it -> new CertificatePage.Bound(PlainText.of(it.address()), it.since()))
                .toList(),
            parts.book().entries(certificate).stream()
                .map(BookEntry::address)
                .map(PlainText::of)
                .toList(),
            CertificateDoubts.of(certificate, now).stream()
                .map(doubt -> Told.in(request.language(), VerdictWords.problem(doubt)))
                .toList(),
            parts.judging().basis().anchors().get().stream()
                .filter(anchor -> anchor.certificate().equals(certificate))
                .map(anchor -> AnchorView.of(anchor, now))
                .toList(),
            decidable(certificate),
            request.parameter("done").filter(DONE::contains)));
  }

  private static List<String> decidable(X509Certificate certificate) {
    return OwnWord.decidable(certificate).stream()
        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  static CertificatePage.Word word(Decision decision, Instant now) {
    return new CertificatePage.Word(
        decision.kind().name().toLowerCase(Locale.ROOT),
        decision.made(),
        decision.until(),
        decision.holdsAt(now),
        PlainText.of(decision.note()));
  }

  /** Found apart from the page: issuers and revocation services may have to be asked. */
  private Response path(Request request) throws Fields.UnusableException {
    X509Certificate certificate = fields.certificate(request);
    Instant now = parts.clock().instant();
    Locale language = request.language();
    List<X509Certificate> path = parts.trust().path(certificate, List.of(), now);
    if (path.isEmpty()) {
      CertificateUsage usage =
          CertificateUsage.canSign(certificate)
              ? CertificateUsage.SIGNING
              : CertificateUsage.ENCRYPTION;
      String problem =
          parts
              .trust()
              .problem(certificate, List.of(), CertificateNames.addresses(certificate), usage, now)
              .map(found -> Told.in(language, VerdictWords.problem(found)))
              .orElse("");
      return new Response.View("path", new CertificatePage.Path(List.of(), problem));
    }
    return new Response.View("path", new CertificatePage.Path(chain(path), ""));
  }

  private List<ChainLink> chain(List<X509Certificate> path) {
    List<RevocationStatus> statuses = statuses(path);
    List<ChainLink> chain = new ArrayList<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      String role = i == path.size() - 1 ? "anchor" : i == 0 ? "holder" : "authority";
      chain.add(
          ChainLink.of(
              path.get(i),
              role,
              i < statuses.size() ? Optional.of(statuses.get(i)) : Optional.empty()));
    }
    return chain;
  }

  private List<RevocationStatus> statuses(List<X509Certificate> path) {
    if (parts.settings().trust().revocation() == RevocationPolicy.Mode.OFF) {
      return List.of();
    }
    List<RevocationCheck.Link> links = new ArrayList<>();
    for (int i = 0; i + 1 < path.size(); i++) {
      links.add(new RevocationCheck.Link(path.get(i), path.get(i + 1)));
    }
    return new RevocationCheck(parts.judging().sources())
        .check(links, parts.settings().trust().patience()).stream()
            .map(RevocationCheck.Checked::status)
            .toList();
  }

  private Response decide(Request request) throws Fields.UnusableException {
    X509Certificate certificate = fields.certificate(request);
    Instant now = parts.clock().instant();
    String kind = Fields.value(request, "kind");
    if (!decidable(certificate).contains(kind)) {
      throw new Fields.UnusableException(422, request.language(), "trust.not-decidable");
    }
    String note = PlainText.of(Fields.value(request, "note"));
    if (note.length() > LONGEST_NOTE) {
      throw new Fields.UnusableException(422, request.language(), "trust.note-long", LONGEST_NOTE);
    }
    decisions.decide(
        certificate,
        new Decision(
            Decision.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
            now,
            kind.equals("allow") ? until(request, now) : Optional.empty(),
            note));
    return see(request, kind);
  }

  /** The last second of the day, so that it is told as of this day. */
  private static Optional<Instant> until(Request request, Instant now)
      throws Fields.UnusableException {
    String written = Fields.value(request, "until");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant end =
          LocalDate.parse(written)
              .plusDays(1)
              .atStartOfDay(ZoneId.systemDefault())
              .toInstant()
              .minusSeconds(1);
      if (end.isAfter(now)) {
        return Optional.of(end);
      }
      throw new Fields.UnusableException(422, request.language(), "trust.day-past");
    } catch (DateTimeParseException _) {
      throw new Fields.UnusableException(
          422, request.language(), "trust.not-a-day", PlainText.of(written));
    }
  }

  private Response takeBack(Request request) throws Fields.UnusableException {
    var _ = decisions.takeBack(fields.certificate(request));
    return see(request, "taken-back");
  }

  private Response bind(Request request) throws Fields.UnusableException {
    X509Certificate certificate = fields.certificate(request);
    String address = Fields.address(request);
    Instant now = parts.clock().instant();
    if (!OwnWord.isForMail(certificate)) {
      throw new Fields.UnusableException(422, request.language(), "trust.not-bindable");
    }
    String from = Words.beside(CertificatePages.class).text("trust.bound-here");
    return see(
        request, word.bind(certificate, address, from, now).inBook() ? "bound" : "bound-only");
  }

  private Response unbind(Request request) throws Fields.UnusableException {
    X509Certificate certificate = fields.certificate(request);
    String address = Fields.address(request);
    if (word.unbind(certificate, address).isEmpty()) {
      throw new Fields.UnusableException(409, request.language(), "trust.not-bound", address);
    }
    return see(request, "unbound");
  }

  private static Response see(Request request, String done) {
    String fingerprint = Fields.value(request, "fingerprint").toLowerCase(Locale.ROOT);
    return new Response.SeeOther(
        Links.to("/trust/certificate", "fingerprint", fingerprint, "done", done));
  }
}
