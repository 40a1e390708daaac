package org.sealpost.server.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.VerdictWords;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationStatus;
import org.sealpost.verdicts.KeptCertificate;
import org.sealpost.verdicts.KeptMail;
import org.sealpost.verdicts.KeptSignature;
import org.sealpost.verdicts.VerdictHistory;

/** Kept verdicts as JSON. The names of the fields do not change; others may come. */
final class VerdictJson {
  private final VerdictHistory history;

  private VerdictJson(VerdictHistory history) {
    this.history = history;
  }

  static void print(PrintStream out, VerdictHistory history, List<KeptMail> mails) {
    VerdictJson json = new VerdictJson(history);
    Json.printArray(out, mails.stream().map(json::mail).toList());
  }

  private JsonObject mail(KeptMail mail) {
    JsonObject object = new JsonObject();
    object.addProperty("messageId", mail.messageId());
    object.addProperty("account", mail.account());
    object.add("from", Json.list(mail.from()));
    object.addProperty("opened", mail.opened().toString());
    object.addProperty("firstOpened", mail.firstOpened().toString());
    object.addProperty("verdict", mail.verdict().token());
    time(object, "nextLook", mail.nextLook());
    time(object, "completed", mail.completed());
    JsonArray signatures = new JsonArray();
    mail.signatures().forEach(signature -> signatures.add(signature(signature)));
    object.add("signatures", signatures);
    return object;
  }

  private JsonObject signature(KeptSignature signature) {
    JsonObject object = new JsonObject();
    object.addProperty("id", signature.id());
    object.addProperty("verdict", signature.verdict().token());
    signature.objection().ifPresent(objection -> object.addProperty("objection", objection));
    object.add("words", words(signature.words().english(), signature.words().chinese()));
    signature.signer().ifPresent(signer -> object.add("signer", certificate(signer)));
    time(object, "claimed", signature.claimed());
    time(
        object,
        "firstSeen",
        Optional.of(signature.id())
            .filter(id -> !id.isEmpty())
            .flatMap(history::first)
            .map(Sighting::at));
    object.addProperty("judgedAsOf", signature.judgedAsOf().toString());
    object.addProperty("assessed", signature.assessed().toString());
    object.addProperty("digest", signature.digest());
    object.addProperty("weak", signature.weak());
    JsonArray path = new JsonArray();
    signature.path().forEach(kept -> path.add(step(kept)));
    object.add("path", path);
    return object;
  }

  private static JsonObject step(KeptCertificate kept) {
    JsonObject object = certificate(kept.certificate());
    kept.revocation().ifPresent(status -> object.add("revocation", revocation(status)));
    return object;
  }

  private static JsonObject certificate(X509Certificate certificate) {
    JsonObject object = new JsonObject();
    object.addProperty("subject", CertificateNames.displayName(certificate));
    object.addProperty("issuer", CertificateNames.issuerName(certificate));
    object.add("addresses", Json.list(CertificateNames.addresses(certificate)));
    object.addProperty("serial", certificate.getSerialNumber().toString(16));
    object.addProperty("fingerprint", Fingerprint.of(certificate).hex());
    object.addProperty("notBefore", certificate.getNotBefore().toInstant().toString());
    object.addProperty("notAfter", certificate.getNotAfter().toInstant().toString());
    return object;
  }

  private static JsonObject revocation(RevocationStatus status) {
    JsonObject object = new JsonObject();
    switch (status) {
      case RevocationStatus.Good(Evidence evidence) -> {
        object.addProperty("status", "good");
        evidence(object, evidence);
      }
      case RevocationStatus.Revoked revoked -> {
        object.addProperty("status", "revoked");
        object.addProperty("since", revoked.since().toString());
        object.addProperty("reason", revoked.reason().code());
        time(object, "invalidSince", revoked.invalidSince());
        evidence(object, revoked.evidence());
      }
      case RevocationStatus.Unknown _ -> object.addProperty("status", "unknown");
    }
    Phrase words = VerdictWords.revocation(status);
    object.add("words", words(words.english(), words.in(Phrase.TAIWAN)));
    return object;
  }

  private static void evidence(JsonObject object, Evidence evidence) {
    object.addProperty(
        "kind",
        switch (evidence.kind()) {
          case CRL -> "crl";
          case OCSP -> "ocsp";
        });
    object.addProperty("source", evidence.source());
    object.addProperty("thisUpdate", evidence.thisUpdate().toString());
    time(object, "nextUpdate", evidence.nextUpdate());
  }

  private static JsonObject words(String english, String chinese) {
    JsonObject object = new JsonObject();
    object.addProperty("en", english);
    object.addProperty("zh-TW", chinese);
    return object;
  }

  private static void time(JsonObject object, String name, Optional<Instant> time) {
    time.ifPresent(instant -> object.addProperty(name, instant.toString()));
  }
}
