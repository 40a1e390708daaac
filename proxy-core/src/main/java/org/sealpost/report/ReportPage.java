package org.sealpost.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.sealpost.report.Html.element;
import static org.sealpost.report.Html.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sealpost.failure.Words;
import org.sealpost.report.Html.Element;
import org.sealpost.report.SignatureReport.Encryption;
import org.sealpost.trust.Verdict;
import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.VerdictWords;

/**
 * A report as one HTML page that needs nothing else: no script, no request, no font or image from
 * elsewhere. Thread-safe.
 */
public final class ReportPage {
  /** By this the page can be told from others, in its {@code generator}. */
  public static final String GENERATOR = "Sealpost signature report";

  private static final String NO_REQUESTS = "default-src 'none'; style-src 'unsafe-inline'";
  private static final String STYLE = style();

  /** A mail may carry any number of signatures. */
  private static final int MOST_SIGNATURES = 20;

  private final Words words;
  private final Locale locale;
  private final ZoneId zone;
  private final SignaturePart signatures;

  /**
   * Pages in a language.
   *
   * @param zone in which times are told
   */
  public ReportPage(Locale locale, ZoneId zone) {
    this.words = Words.beside(ReportPage.class, locale);
    this.locale = locale;
    this.zone = zone;
    this.signatures = new SignaturePart(words, locale, zone);
  }

  /** The name of the file that a page goes into, in the page's language. */
  public String fileName() {
    return words.text("file-name");
  }

  /** The whole page, in characters that UTF-8 is to carry. */
  public String of(SignatureReport report) {
    return HtmlWriter.document(
        element("html", head(), element("body", header(), main(report), footer()))
            .with("lang", words.text("lang")));
  }

  private Element head() {
    return element(
        "head",
        element("meta").with("charset", "utf-8"),
        element("meta").with("http-equiv", "Content-Security-Policy").with("content", NO_REQUESTS),
        meta("viewport", "width=device-width, initial-scale=1"),
        meta("color-scheme", "light dark"),
        meta("referrer", "no-referrer"),
        meta("generator", GENERATOR),
        element("title", words.text("title")),
        new Html.Style(STYLE));
  }

  private static Element meta(String name, String content) {
    return element("meta").with("name", name).with("content", content);
  }

  private Element header() {
    return element(
        "header",
        element(
            "p", element("strong", "Sealpost"), text(" "), element("span", words.text("title"))));
  }

  private Element main(SignatureReport report) {
    List<Html> children = new ArrayList<>();
    Element encryption = encryption(report.encryption());
    children.add(verdict(report));
    if (warns(report.encryption())) {
      children.add(encryption);
    }
    children.add(mail(report));
    int all = report.signatures().size();
    for (int i = 0; i < Math.min(all, MOST_SIGNATURES); i++) {
      children.add(signatures.section(report.signatures().get(i), i + 1, all));
    }
    if (all > MOST_SIGNATURES) {
      children.add(element("p", words.text("more-signatures", all - MOST_SIGNATURES)));
    }
    if (!warns(report.encryption())) {
      children.add(encryption);
    }
    if (!report.notes().isEmpty()) {
      children.add(notes(report));
    }
    return element("main", children);
  }

  private Element verdict(SignatureReport report) {
    VerdictKind kind = report.verdict();
    return element(
            "div",
            StateMark.of(kind),
            element(
                "div",
                element("h1", words.text("state." + kind.token())),
                element("p", lead(report))))
        .with("class", "banner head " + StateMark.tone(kind));
  }

  private String lead(SignatureReport report) {
    return switch (report.signatures().size()) {
      case 0 ->
          VerdictWords.sentence(
                  report.verdict() == VerdictKind.UNKNOWN
                      ? new Verdict.Unknown()
                      : new Verdict.Unsigned())
              .in(locale);
      case 1 -> report.signatures().getFirst().words().in(locale);
      default -> words.text("several", report.signatures().size());
    };
  }

  private Element mail(SignatureReport report) {
    SignatureReport.Mail mail = report.mail();
    Rows rows = new Rows(words, zone);
    if (mail.from().isEmpty()) {
      rows.row("from", text(words.text("no-from")));
    } else {
      rows.foreign("from", String.join(", ", mail.from()));
    }
    mail.date().ifPresent(date -> rows.time("date", date));
    rows.foreign("message-id", mail.messageId().isEmpty() ? "–" : mail.messageId());
    rows.time("judged", report.judged());
    report
        .trust()
        .ifPresent(
            trust ->
                rows.row(
                    "judged-by",
                    text(
                        words.text(
                            "trust." + trust.revocation().name().toLowerCase(Locale.ROOT),
                            trust.anchors(),
                            trust.digest()))));
    return element("section", element("h2", words.text("mail")), rows.table(words.text("mail")))
        .with("class", "card");
  }

  /** Whether the reader has to know of it before all else. */
  private static boolean warns(Encryption encryption) {
    return switch (encryption) {
      case Encryption.Closed _ -> true;
      case Encryption.Opened(_, _, boolean integrity) -> !integrity;
      case Encryption.None(), Encryption.Untold() -> false;
    };
  }

  private Element encryption(Encryption encryption) {
    List<Html> children = new ArrayList<>();
    children.add(element("h2", words.text("encryption")));
    switch (encryption) {
      case Encryption.None() -> children.add(element("p", words.text("encryption.none")));
      case Encryption.Untold() -> children.add(element("p", words.text("encryption.untold")));
      case Encryption.Closed(var reason) -> {
        children.add(element("p", words.text("encryption.closed")).with("class", "warning"));
        children.add(element("p", reason.in(locale)));
      }
      case Encryption.Opened(String cipher, boolean weak, boolean integrity) -> {
        children.add(element("p", words.text("encryption.opened")));
        if (!integrity) {
          children.add(element("p", words.text("integrity.none")).with("class", "warning"));
        }
        Rows rows = new Rows(words, zone);
        rows.row("cipher", new CertificatePart(words, locale, zone).algorithm(cipher, weak));
        rows.row("integrity", text(words.text(integrity ? "integrity.yes" : "integrity.no")));
        children.add(rows.table(words.text("encryption")));
      }
    }
    return element("section", children).with("class", "card");
  }

  private Element notes(SignatureReport report) {
    return element(
            "section",
            element("h2", words.text("notes")),
            element(
                "ul", report.notes().stream().map(note -> element("li", note.in(locale))).toList()))
        .with("class", "card");
  }

  private Element footer() {
    return element("footer", element("p", words.text("beware")), element("p", words.text("made")));
  }

  private static String style() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("the program lacks a file: report.css");
      }
      return new String(css.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
