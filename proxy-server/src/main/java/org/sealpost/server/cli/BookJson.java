package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.book.BookEntry;
import org.sealpost.book.Change;
import org.sealpost.book.Examined;
import org.sealpost.book.Standing;
import org.sealpost.failure.Words;
import org.sealpost.server.CertificateDetails;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.VerdictWords;

/** The book in JSON. */
final class BookJson {
  private BookJson() {}

  static JsonObject entry(BookEntry entry) {
    JsonObject object = certificate(entry.address(), entry.certificate());
    object.addProperty("source", kind(entry.source().kind()));
    object.addProperty("detail", entry.source().detail());
    object.addProperty("firstSeen", entry.firstSeen().toString());
    object.addProperty("lastSeen", entry.lastSeen().toString());
    return object;
  }

  /** An entry of the list. */
  static JsonObject listed(
      BookEntry entry, Optional<Change> open, BookIntroductions introductions) {
    JsonObject object = entry(entry);
    introductions.addTo(object, entry.address());
    object.addProperty("changed", open.isPresent());
    open.ifPresent(change -> object.add("change", change(change)));
    return object;
  }

  static JsonObject examined(Examined examined, BookIntroductions introductions) {
    BookEntry entry = examined.entry();
    X509Certificate certificate = entry.certificate();
    JsonObject object = entry(entry);
    introductions.addTo(object, entry.address());
    object.add("addresses", Json.list(CertificateNames.addresses(certificate)));
    object.addProperty("fingerprintSha1", CertificateDetails.sha1(certificate));
    object.addProperty("key", CertificateDetails.key(certificate));
    object.addProperty("use", CertificateText.use(Words.beside(BookJson.class), certificate));
    object.add("capabilities", Json.list(CertificateDetails.names(entry.capabilities())));
    entry.vouched().ifPresent(at -> object.addProperty("vouched", at.toString()));
    entry
        .statement()
        .ifPresent(
            statement -> {
              object.addProperty("askedFor", statement.at().toString());
              object.addProperty("preferred", statement.preferred());
            });
    boolean usable = !(examined.standing() instanceof Standing.Unusable);
    object.addProperty("usable", usable);
    if (examined.standing() instanceof Standing.Unusable(var problem)) {
      object.addProperty("problem", VerdictWords.problem(problem).english());
    }
    object.addProperty("chosen", examined.standing() instanceof Standing.Chosen);
    object.addProperty("reason", BookText.standing(examined.standing(), Locale.ENGLISH));
    object.addProperty("changed", examined.change().filter(Change::isOpen).isPresent());
    examined.change().ifPresent(change -> object.add("change", change(change)));
    return object;
  }

  static JsonObject change(Change change) {
    JsonObject object = new JsonObject();
    object.addProperty("address", change.address());
    object.addProperty("fingerprint", Fingerprint.of(change.certificate()).hex());
    object.addProperty("previous", Fingerprint.of(change.previous()).hex());
    object.addProperty("since", change.since().toString());
    object.addProperty("source", kind(change.source().kind()));
    object.addProperty("detail", change.source().detail());
    object.addProperty("renewal", change.renewal());
    change.acknowledged().ifPresent(at -> object.addProperty("acknowledged", at.toString()));
    return object;
  }

  static JsonObject certificate(String address, X509Certificate certificate) {
    JsonObject object = new JsonObject();
    object.addProperty("address", address);
    object.addProperty("subject", CertificateNames.displayName(certificate));
    object.addProperty("issuer", CertificateNames.issuerName(certificate));
    object.addProperty("serial", certificate.getSerialNumber().toString(16));
    object.addProperty("fingerprint", Fingerprint.of(certificate).hex());
    object.addProperty("notBefore", certificate.getNotBefore().toInstant().toString());
    object.addProperty("notAfter", certificate.getNotAfter().toInstant().toString());
    return object;
  }

  static List<JsonObject> entries(List<BookEntry> entries) {
    return entries.stream().map(BookJson::entry).toList();
  }

  static String kind(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
