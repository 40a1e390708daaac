package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.sealpost.book.BookEntry;
import org.sealpost.directory.Candidates.Choice;
import org.sealpost.directory.DirectoryEntries;
import org.sealpost.directory.DirectoryEntries.Shown;
import org.sealpost.failure.Phrase;
import org.sealpost.server.Settings;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;

/**
 * What directories said and is still fresh, beside the book's own entries. They count only where
 * the book has nothing usable.
 */
final class InDirectories {
  private InDirectories() {}

  /** Those whose address has {@code part} in it. */
  static List<Shown> like(String part, Settings settings, Store store, Instant now) {
    return new DirectoryEntries(
            store, settings.directories().ldap(), settings.directories().smimea())
        .all(now).stream().filter(it -> it.entry().address().contains(part)).toList();
  }

  /** Those of an address, in the form in which addresses are compared. */
  static List<Shown> of(String address, Settings settings, Store store, Instant now) {
    return like(address, settings, store, now).stream()
        .filter(it -> it.entry().address().equals(address))
        .toList();
  }

  static void addRow(Screen screen, Table table, Shown shown) {
    BookEntry entry = shown.entry();
    X509Certificate certificate = entry.certificate();
    table.row(
        entry.address(),
        CertificateNames.displayName(certificate),
        CertificateNames.issuerName(certificate),
        Table.day(certificate.getNotAfter().toInstant()),
        Table.day(entry.lastSeen()),
        screen.text("directory.source", entry.source().detail(), Table.time(shown.until())),
        "");
  }

  /** An element of the list. */
  static JsonObject listed(Shown shown) {
    JsonObject object = BookJson.entry(shown.entry());
    object.addProperty("freshUntil", shown.until().toString());
    object.addProperty("changed", false);
    return object;
  }

  static JsonObject judged(Shown shown, CertificateTrust trust, Instant now) {
    JsonObject object = listed(shown);
    Choice choice = shown.judged(trust, now);
    object.addProperty("usable", choice instanceof Choice.Usable);
    if (choice instanceof Choice.Unusable(_, Phrase reason)) {
      object.addProperty("problem", reason.english());
    }
    return object;
  }

  static void print(Shown shown, CertificateTrust trust, Instant now, Screen screen) {
    BookEntry entry = shown.entry();
    screen.say(
        "directory.shown",
        entry.source().detail(),
        CertificateNames.displayName(entry.certificate()),
        entry.address(),
        Table.time(shown.until()));
    if (shown.judged(trust, now) instanceof Choice.Unusable(_, Phrase reason)) {
      screen.say("directory.unusable", reason);
    }
    CertificateText.print(screen, entry.certificate());
  }
}
