package org.sealpost.report;

import static org.sealpost.report.Html.element;
import static org.sealpost.report.Html.text;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.report.Html.Element;
import org.sealpost.trust.Algorithms;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.VerdictWords;
import org.sealpost.trust.revocation.Evidence;
import org.sealpost.trust.revocation.RevocationStatus;

/** One certificate, and the path from the signer's to the anchor, drawn. Thread-safe. */
final class CertificatePart {
  private final Words words;
  private final Locale locale;
  private final ZoneId zone;

  CertificatePart(Words words, Locale locale, ZoneId zone) {
    this.words = words;
    this.locale = locale;
    this.zone = zone;
  }

  /** The way from the first of these to the last, each under its own heading. */
  Element path(List<ReportedCertificate> path, String heading) {
    List<Element> steps = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      steps.add(step(path.get(i), role(path, i), heading));
    }
    return element("ol", steps).with("class", "path");
  }

  private static String role(List<ReportedCertificate> path, int index) {
    if (path.get(index).anchor()) {
      return "anchor";
    }
    return index == 0 ? "signer" : "authority";
  }

  private Element step(ReportedCertificate step, String role, String heading) {
    X509Certificate certificate = step.certificate();
    String name = CertificateNames.displayName(certificate);
    Rows rows = new Rows(words, zone);
    List<String> addresses = CertificateNames.addresses(certificate);
    if (!addresses.isEmpty()) {
      rows.foreign("addresses", String.join(", ", addresses));
    } else if (role.equals("signer")) {
      rows.row("addresses", text(words.text("no-addresses")));
    }
    rows.foreign("issuer", CertificateNames.issuerName(certificate));
    rows.row("validity", validity(certificate));
    rows.row("key", algorithm(Algorithms.keyName(certificate), weakKey(certificate)));
    rows.row(
        "signed-with",
        algorithm(
            certificate.getSigAlgName(),
            !step.anchor() && Algorithms.hasWeakSignature(certificate)));
    rows.digits("serial", certificate.getSerialNumber().toString(16));
    rows.digits("fingerprint", Fingerprint.of(certificate).printed());
    List<Html> children = new ArrayList<>();
    children.add(element("p", words.text("role." + role)).with("class", "role"));
    children.add(element(heading, element("bdi", name)));
    children.add(revocation(step));
    Element table = rows.table(words.text("caption.certificate", name));
    children.add(
        role.equals("signer")
            ? table
            : element("details", element("summary", words.text("details", name)), table));
    return element("li", children).with("class", role);
  }

  private static boolean weakKey(X509Certificate certificate) {
    return Algorithms.weakKey(certificate).isPresent();
  }

  private Element validity(X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    return element("span", Rows.time(from, zone), text(words.text("until")), Rows.time(to, zone));
  }

  /** An algorithm's name, with a word if it is weak. */
  Element algorithm(String name, boolean weak) {
    return weak
        ? element(
            "span", text(name + " "), element("strong", words.text("weak")).with("class", "chip"))
        : element("span", name);
  }

  private Element revocation(ReportedCertificate step) {
    String status =
        step.revocation()
            .map(CertificatePart::key)
            .orElse(step.anchor() ? "anchor" : "not-looked-up");
    Rows rows = new Rows(words, zone);
    Optional<Evidence> evidence =
        step.revocation()
            .flatMap(
                known ->
                    switch (known) {
                      case RevocationStatus.Good(Evidence e) -> Optional.of(e);
                      case RevocationStatus.Revoked(var _, var _, var _, Evidence e) ->
                          Optional.of(e);
                      case RevocationStatus.Unknown _ -> Optional.empty();
                    });
    evidence.ifPresent(it -> rows(rows, it));
    List<Html> children = new ArrayList<>();
    children.add(element("p", words.text("revocation." + status)).with("class", "status"));
    step.revocation()
        .filter(known -> !(known instanceof RevocationStatus.Good))
        .ifPresent(known -> children.add(element("p", VerdictWords.revocation(known).in(locale))));
    if (!rows.isEmpty()) {
      children.add(
          rows.table(
              words.text("caption.revocation", CertificateNames.displayName(step.certificate()))));
    }
    return element("div", children).with("class", "revocation " + status);
  }

  private void rows(Rows rows, Evidence evidence) {
    rows.row(
        "checked-by",
        text(
            words.text(
                switch (evidence.kind()) {
                  case CRL -> "by-list";
                  case OCSP -> "by-responder";
                })));
    rows.foreign("source", evidence.source());
    rows.time("this-update", evidence.thisUpdate());
    evidence.nextUpdate().ifPresent(next -> rows.time("next-update", next));
  }

  private static String key(RevocationStatus status) {
    return switch (status) {
      case RevocationStatus.Good _ -> "good";
      case RevocationStatus.Revoked _ -> "revoked";
      case RevocationStatus.Unknown _ -> "unknown";
    };
  }
}
