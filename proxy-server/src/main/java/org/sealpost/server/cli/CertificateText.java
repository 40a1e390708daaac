package org.sealpost.server.cli;

import com.google.gson.JsonObject;
import java.security.cert.X509Certificate;
import java.util.List;
import org.sealpost.failure.Words;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.Scope;

/** How commands tell of one certificate. */
final class CertificateText {
  private CertificateText() {}

  /** Who it is and how to compare it, a line each. */
  static void print(Screen screen, X509Certificate certificate) {
    List<String> addresses = CertificateNames.addresses(certificate);
    screen.say("certificate.issuer", CertificateNames.issuerName(certificate));
    if (!addresses.isEmpty()) {
      screen.say("certificate.addresses", String.join(", ", addresses));
    }
    screen.say(
        "certificate.validity",
        Table.day(certificate.getNotBefore().toInstant()),
        Table.day(certificate.getNotAfter().toInstant()));
    screen.say("certificate.fingerprint", Fingerprint.of(certificate).printed());
  }

  /** One line to tell it from others. */
  static String line(Words words, X509Certificate certificate) {
    return words.text(
        "certificate.line",
        Fingerprint.of(certificate).abbreviated(),
        CertificateNames.displayName(certificate),
        CertificateNames.issuerName(certificate),
        Table.day(certificate.getNotAfter().toInstant()),
        use(words, certificate));
  }

  /** What it is for, in words. */
  static String use(Words words, X509Certificate certificate) {
    boolean signs = CertificateUsage.canSign(certificate);
    boolean encrypts = CertificateUsage.canEncrypt(certificate);
    String use;
    if (signs && encrypts) {
      use = "both";
    } else if (signs) {
      use = "signing";
    } else {
      use = encrypts ? "encryption" : "neither";
    }
    return words.text("certificate.use." + use);
  }

  static JsonObject json(String kind, X509Certificate certificate) {
    JsonObject object = new JsonObject();
    object.addProperty("kind", kind);
    object.addProperty("subject", CertificateNames.displayName(certificate));
    object.addProperty("issuer", CertificateNames.issuerName(certificate));
    object.addProperty("fingerprint", Fingerprint.of(certificate).hex());
    object.addProperty("notAfter", certificate.getNotAfter().toInstant().toString());
    return object;
  }

  static String scope(Screen screen, Scope scope) {
    return scope.isAll() ? screen.text("scope.all") : String.join(", ", scope.entries());
  }
}
