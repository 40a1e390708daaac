package org.sealpost.verdicts;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sealpost.report.Advice;
import org.sealpost.report.Advice.Missing;
import org.sealpost.report.ReportedCertificate;
import org.sealpost.report.ReportedSignature;
import org.sealpost.report.SignatureReport;
import org.sealpost.trust.Sightings;
import org.sealpost.trust.Sightings.Sighting;

/** The report on a mail whose verdict is kept. Stateless. */
public final class KeptReport {
  private KeptReport() {}

  /** All that is still known of it: its encryption and what it was judged by are not kept. */
  public static SignatureReport of(KeptMail mail, Sightings sightings) {
    String id = mail.messageId().isEmpty() ? "" : "<" + mail.messageId() + ">";
    return new SignatureReport(
        new SignatureReport.Mail(mail.from(), id, Optional.empty()),
        mail.verdict(),
        new SignatureReport.Encryption.Untold(),
        mail.signatures().stream().map(each -> signature(mail, each, sightings)).toList(),
        List.of(),
        mail.completed().orElse(mail.opened()),
        Optional.empty());
  }

  /** What the user can do about one of its signatures. */
  public static Optional<Advice> advice(KeptMail mail, KeptSignature signature) {
    return Advice.of(
        signature.verdict(), signature.objection(), signature.signer(), missing(mail, signature));
  }

  private static Missing missing(KeptMail mail, KeptSignature signature) {
    if (!signature.isPending()) {
      return Missing.NONE;
    }
    return mail.nextLook().isPresent() ? Missing.LOOKED_FOR : Missing.UNTIL_OPENED_AGAIN;
  }

  private static ReportedSignature signature(
      KeptMail mail, KeptSignature signature, Sightings sightings) {
    return new ReportedSignature(
        signature.verdict(),
        signature.words(),
        advice(mail, signature),
        signature.signer(),
        signature.claimed(),
        Optional.of(signature.id())
            .filter(id -> !id.isEmpty())
            .flatMap(sightings::first)
            .map(Sighting::at),
        signature.judgedAsOf(),
        signature.digest(),
        signature.weak(),
        path(signature.path()));
  }

  private static List<ReportedCertificate> path(List<KeptCertificate> path) {
    return IntStream.range(0, path.size())
        .mapToObj(
            i ->
                new ReportedCertificate(
                    path.get(i).certificate(), i == path.size() - 1, path.get(i).revocation()))
        .toList();
  }
}
