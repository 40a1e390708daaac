package org.sealpost.report;

import static org.sealpost.report.Html.element;

import java.security.cert.X509Certificate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.report.Html.Element;
import org.sealpost.trust.Algorithms;
import org.sealpost.trust.CertificateNames;

/** What was found of one signature. Thread-safe. */
final class SignaturePart {
  private final Words words;
  private final Locale locale;
  private final ZoneId zone;
  private final CertificatePart certificates;

  SignaturePart(Words words, Locale locale, ZoneId zone) {
    this.words = words;
    this.locale = locale;
    this.zone = zone;
    this.certificates = new CertificatePart(words, locale, zone);
  }

  /**
   * Its section.
   *
   * @param number from 1
   * @param all how many there are; the only one is told by the head of the page already
   */
  Element section(ReportedSignature signature, int number, int all) {
    List<Html> children = new ArrayList<>();
    String heading = all == 1 ? words.text("signature") : words.text("signature.of", number, all);
    children.add(element("h2", heading));
    if (all > 1) {
      children.add(banner(signature));
    }
    signature.advice().ifPresent(advice -> children.add(advice(advice, signature.signer())));
    Rows rows = rows(signature);
    children.add(rows.table(heading));
    children.add(element("h3", words.text("path")));
    children.add(element("p", words.text(signature.path().isEmpty() ? "path.none" : "path.told")));
    List<ReportedCertificate> path = path(signature);
    if (!path.isEmpty()) {
      children.add(certificates.path(path, "h4"));
    }
    return element("section", children).with("class", "card");
  }

  private Element banner(ReportedSignature signature) {
    return element(
            "div",
            StateMark.of(signature.verdict()),
            element(
                "div",
                element("p", words.text("state." + signature.verdict().token()))
                    .with("class", "state"),
                element("p", signature.words().in(locale))))
        .with("class", "banner " + StateMark.tone(signature.verdict()));
  }

  /** Without a path there is still the signer's certificate to look at. */
  private static List<ReportedCertificate> path(ReportedSignature signature) {
    return signature.path().isEmpty()
        ? signature.signer().stream()
            .map(signer -> new ReportedCertificate(signer, false, Optional.empty()))
            .toList()
        : signature.path();
  }

  private Element advice(Advice advice, Optional<X509Certificate> signer) {
    List<Html> children = new ArrayList<>();
    children.add(element("h3", words.text("what-to-do")));
    children.add(element("p", words.text("advice." + advice.token())));
    signer
        .flatMap(advice::command)
        .ifPresent(command -> children.add(element("p", element("code", command))));
    return element("div", children).with("class", "advice");
  }

  private Rows rows(ReportedSignature signature) {
    Rows rows = new Rows(words, zone);
    signature
        .signer()
        .ifPresentOrElse(
            signer -> {
              String addresses = String.join(">, <", CertificateNames.addresses(signer));
              String name = CertificateNames.displayName(signer);
              rows.foreign("signer", addresses.isEmpty() ? name : name + " <" + addresses + ">");
            },
            () -> rows.row("signer", Html.text(words.text("no-signer"))));
    signature.claimed().ifPresent(at -> rows.time("claimed", at));
    signature
        .firstSeen()
        .ifPresentOrElse(
            at -> rows.time("first-seen", at),
            () -> rows.row("first-seen", Html.text(words.text("first-time"))));
    rows.time("judged-as-of", signature.judgedAsOf());
    String key = signature.signer().map(Algorithms::keyName).orElse("");
    List<String> algorithms =
        List.of(signature.digest(), key).stream().filter(name -> !name.isEmpty()).toList();
    if (!algorithms.isEmpty()) {
      rows.row(
          "algorithms", certificates.algorithm(String.join(" · ", algorithms), signature.weak()));
    }
    return rows;
  }
}
