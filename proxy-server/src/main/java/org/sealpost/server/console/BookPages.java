package org.sealpost.server.console;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.book.BookEntry;
import org.sealpost.book.BookSearch;
import org.sealpost.book.Change;
import org.sealpost.book.Examined;
import org.sealpost.book.Standing;
import org.sealpost.directory.Candidates.Choice;
import org.sealpost.directory.DirectoryEntries;
import org.sealpost.directory.DirectoryEntries.Shown;
import org.sealpost.directory.PastFinds;
import org.sealpost.introduction.Introduction;
import org.sealpost.introduction.Introductions;
import org.sealpost.server.CertificateDetails;
import org.sealpost.server.Settings;

/** The certificate book: to whom mail can be encrypted, with what and why. */
final class BookPages implements Section {
  /** As many open changes are shown at once; more are counted. */
  private static final int MOST_CHANGES = 5;

  private static final Set<String> DONE = Set.of("removed", "acknowledged", "bound", "unbound");

  private final ConsoleParts parts;
  private final BookSearch search;
  private final DirectoryEntries directories;
  private final Fields fields;

  BookPages(ConsoleParts parts, Fields fields) {
    Settings settings = parts.settings();
    this.parts = parts;
    this.search = new BookSearch(parts.store());
    this.directories =
        new DirectoryEntries(
            parts.store(), settings.directories().ldap(), settings.directories().smimea());
    this.fields = fields;
  }

  @Override
  public void addTo(Routes routes) {
    routes
        .get("/book", this::list)
        .get("/book/changes", _ -> new Response.View("bookChanges", changes()))
        .get("/book/address", Fields.telling(this::address))
        .post("/book/acknowledge", Fields.telling(this::acknowledge))
        .post("/book/remove", Fields.telling(this::remove));
  }

  private Response list(Request request) {
    String sought = Fields.value(request, "q");
    String part = sought.toLowerCase(Locale.ROOT);
    int total = search.count(part);
    int page = Math.min(Paging.number(request), Math.max(0, (total - 1) / Paging.SIZE));
    int before = page * Paging.SIZE;
    Instant now = parts.clock().instant();
    List<Change> open = parts.book().openChanges();
    List<BookEntry> entries = search.page(part, before, Paging.SIZE + 1);
    List<BookList.Row> rows =
        Paging.page(entries).stream().map(entry -> BookList.Row.of(entry, open, now)).toList();
    BookList list =
        new BookList(
            sought,
            rows,
            rows.isEmpty() ? 0 : before + 1,
            total,
            Paging.of(page, entries, number -> link(sought, number)),
            page == 0 ? found(part, now) : List.of(),
            changes(open, now),
            parts.settings().accounts().stream().map(it -> it.account().address()).toList(),
            done(request));
    return new Response.View(request.fragment() ? "bookEntries" : "book", list);
  }

  private static String link(String sought, int page) {
    return Links.to("/book", "q", sought, "page", Paging.written(page));
  }

  private static Optional<String> done(Request request) {
    return request.parameter("done").filter(DONE::contains);
  }

  private List<BookList.Row> found(String part, Instant now) {
    return directories.all(now).stream()
        .filter(it -> it.entry().address().contains(part))
        .limit(Paging.SIZE)
        .map(it -> BookList.Row.of(it.entry(), List.of(), now).freshUntil(it.until()))
        .toList();
  }

  private BookList.Changes changes() {
    return changes(parts.book().openChanges(), parts.clock().instant());
  }

  private static BookList.Changes changes(List<Change> open, Instant now) {
    return new BookList.Changes(
        open.size(), open.stream().limit(MOST_CHANGES).map(it -> ChangeView.of(it, now)).toList());
  }

  /** Who stands how may need to be asked of revocation services: the page comes first. */
  private Response address(Request request) throws Fields.UnusableException {
    String address = Fields.address(request);
    Instant now = parts.clock().instant();
    boolean pending = !request.fragment() && request.parameter("now").isEmpty();
    List<BookAddress.Entry> entries = new ArrayList<>();
    List<BookAddress.Found> found = new ArrayList<>();
    if (!pending) {
      for (Examined examined : parts.book().examine(address, now)) {
        entries.add(entry(examined, request.language(), now));
      }
      for (Shown shown : directories.all(now)) {
        if (shown.entry().address().equals(address)) {
          found.add(found(shown, request.language(), now));
        }
      }
    }
    Optional<Introduction> introduction = new Introductions(parts.store()).stateOf(address);
    BookAddress model =
        new BookAddress(
            address,
            pending,
            entries,
            found,
            parts.book().openChanges().stream()
                .filter(change -> change.address().equals(address))
                .map(change -> ChangeView.of(change, now))
                .toList(),
            introduction.map(Introduction::introduced),
            introduction.flatMap(Introduction::answered),
            done(request));
    return new Response.View(request.fragment() ? "bookStanding" : "bookAddress", model);
  }

  private static BookAddress.Entry entry(Examined examined, Locale language, Instant now) {
    BookEntry entry = examined.entry();
    return new BookAddress.Entry(
        BookList.Row.of(
            entry, examined.change().filter(Change::isOpen).map(List::of).orElse(List.of()), now),
        examined.standing() instanceof Standing.Chosen,
        StandingWords.in(language, examined.standing()),
        entry.vouched(),
        entry.statement().map(BookEntry.Statement::at),
        CertificateDetails.names(entry.capabilities()));
  }

  private BookAddress.Found found(Shown shown, Locale language, Instant now) {
    Optional<String> problem =
        shown.judged(parts.trust(), now) instanceof Choice.Unusable(_, var reason)
            ? Optional.of(Told.in(language, reason))
            : Optional.empty();
    return new BookAddress.Found(
        BookList.Row.of(shown.entry(), List.of(), now).freshUntil(shown.until()), problem);
  }

  /** Only the change that was shown: one that came in since is not acknowledged along with it. */
  private Response acknowledge(Request request) throws Fields.UnusableException {
    String address = Fields.address(request);
    X509Certificate certificate = fields.certificate(request);
    List<Change> seen =
        parts.book().openChanges().stream()
            .filter(it -> it.address().equals(address) && it.certificate().equals(certificate))
            .toList();
    if (seen.isEmpty()) {
      throw new Fields.UnusableException(409, request.language(), "book.no-such-change", address);
    }
    parts.book().acknowledge(seen, parts.clock().instant());
    return see(address, "acknowledged");
  }

  private Response remove(Request request) throws Fields.UnusableException {
    String address = Fields.address(request);
    X509Certificate certificate = fields.certificate(request);
    List<BookEntry> entries =
        parts.book().entries(address).stream()
            .filter(entry -> entry.certificate().equals(certificate))
            .toList();
    if (entries.isEmpty()) {
      throw new Fields.UnusableException(409, request.language(), "book.no-such-entry", address);
    }
    parts.book().remove(entries);
    if (parts.book().entries(address).isEmpty()) {
      var _ = new PastFinds(parts.store()).forget(address);
      return new Response.SeeOther("/book?done=removed");
    }
    return see(address, "removed");
  }

  static Response see(String address, String done) {
    return new Response.SeeOther(Links.to("/book/address", "address", address, "done", done));
  }
}
