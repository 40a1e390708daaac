package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.report.Advice;
import org.sealpost.report.ReportPage;
import org.sealpost.report.ReportPolicy;
import org.sealpost.report.ReportedCertificate;
import org.sealpost.report.ReportedSignature;
import org.sealpost.report.SignatureReport;
import org.sealpost.report.TrustVersion;
import org.sealpost.trust.ObjectionName;
import org.sealpost.trust.Sightings;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.VerdictWords;

/** Makes the reports on opened mails, and the pages that are attached. Thread-safe. */
public final class MailReports {
  private final Optional<Making> making;

  private record Making(
      ReportPolicy policy,
      ReportPage page,
      Sightings sightings,
      Supplier<TrustVersion> trust,
      Advice.Missing missing) {}

  private MailReports(Optional<Making> making) {
    this.making = making;
  }

  /** Makes none. */
  public static MailReports none() {
    return new MailReports(Optional.empty());
  }

  /**
   * Makes them.
   *
   * @param policy to which mails they are attached
   * @param locale the language of the pages
   * @param zone in which the pages tell times
   * @param trust what is judged by now; quick
   * @param missing what comes of an answer on revocation that is missing
   */
  public static MailReports of(
      ReportPolicy policy,
      Locale locale,
      ZoneId zone,
      Sightings sightings,
      Supplier<TrustVersion> trust,
      Advice.Missing missing) {
    return new MailReports(
        Optional.of(new Making(policy, new ReportPage(locale, zone), sightings, trust, missing)));
  }

  /** The report, unless none are made. */
  Optional<SignatureReport> of(
      Peeled peeled, Judgement judgement, boolean authenticated, Header header, Instant now) {
    return making.map(
        it ->
            new SignatureReport(
                mail(header),
                judgement.verdict().kind(),
                encryption(peeled.encryption(), authenticated),
                judgement.judged().stream().map(each -> signature(each, it)).toList(),
                notes(peeled, judgement, header),
                now,
                Optional.of(it.trust().get())));
  }

  private static List<Phrase> notes(Peeled peeled, Judgement judgement, Header header) {
    List<Phrase> notes = new ArrayList<>();
    boolean subjectInside =
        ProtectedHeader.of(peeled).flatMap(it -> it.first("Subject")).isPresent();
    if (!judgement.judged().isEmpty() && !subjectInside && header.first("Subject").isPresent()) {
      notes.add(Phrase.of(MailReports.class, "subject-not-signed"));
    }
    notes.addAll(peeled.notes());
    return notes;
  }

  /** Whether the mail of this report gets it. */
  boolean isAttached(SignatureReport report) {
    return making.filter(it -> it.policy().attaches(report)).isPresent();
  }

  /** The page as a part of a mail. */
  ReportPart part(SignatureReport report) {
    ReportPage page = making.orElseThrow().page();
    return new ReportPart(page.fileName(), page.of(report).getBytes(UTF_8));
  }

  private static SignatureReport.Mail mail(Header header) {
    return new SignatureReport.Mail(
        Sender.of(header).addresses(),
        header.first("Message-ID").map(HeaderField::value).orElse(""),
        header.first("Date").flatMap(field -> date(field.value())));
  }

  /** RFC 5322 §3.3, but for its obsolete zones: a date for people, on which nothing rests. */
  private static Optional<Instant> date(String value) {
    int comment = value.indexOf('(');
    String plain = (comment < 0 ? value : value.substring(0, comment)).strip();
    try {
      return Optional.of(
          OffsetDateTime.parse(plain, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static SignatureReport.Encryption encryption(
      Encryption encryption, boolean authenticated) {
    return switch (encryption) {
      case Encryption.None() -> new SignatureReport.Encryption.None();
      case Encryption.Decrypted(String cipher, boolean weak) ->
          new SignatureReport.Encryption.Opened(cipher, weak, authenticated);
      case Encryption.Failed(Phrase reason) -> new SignatureReport.Encryption.Closed(reason);
    };
  }

  private static ReportedSignature signature(JudgedSignature judged, Making making) {
    var check = judged.signature();
    var assessment = judged.assessment();
    var verdict = assessment.verdict();
    List<Phrase> words = new ArrayList<>();
    words.add(VerdictWords.sentence(verdict));
    words.add(judged.also());
    return new ReportedSignature(
        verdict.kind(),
        new Phrase.Sentences(words),
        Advice.of(
            verdict.kind(),
            ObjectionName.of(verdict),
            check.signer(),
            assessment.isPending() ? making.missing() : Advice.Missing.NONE),
        check.signer(),
        check.signingTime(),
        check.id().isEmpty()
            ? Optional.empty()
            : making.sightings().first(check.id()).map(Sighting::at),
        assessment.judgedAt(),
        check.digest(),
        check.weak(),
        ReportedCertificate.path(assessment));
  }
}
