package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.report.ReportPage;
import org.sealpost.testmail.Mails;

/** A signature report that was attached to an opened mail does not leave with it. */
class ForwardedReportTest {
  private static final String PAGE =
      "<!doctype html><html><head><meta name=\"generator\" content=\""
          + ReportPage.GENERATOR
          + "\"><title>x</title></head><body>trusted by you</body></html>\n";

  private static final String REPORT =
      """
      Content-Type: text/html; charset=utf-8; name="sealpost-report.html"
      Content-Disposition: attachment; filename*=utf-8''%E7%B0%BD%E7%AB%A0%E5%A0%B1%E5%91%8A.html
      Content-Transfer-Encoding: base64

      """
          + Base64.getEncoder().encodeToString(PAGE.getBytes(UTF_8))
          + "\n";

  private static final String TEXT = "Content-Type: text/plain\n\nx\n";
  private static final String OTHER = "Content-Type: text/plain\n\ny\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"R,E", "TR,T", "RT,T", "TRO,TO", "RTRO,TO", "TRR,T", "RR,E", "TRORR,TO"})
  void theOtherPartsAreLeftWellFormed(String parts, String left) throws Exception {
    assertThat(clean(multipart(parts))).isEqualTo(multipart(left));
  }

  @Test
  void itGoesFromAnAttachedMailToo() throws Exception {
    String head = "Content-Type: message/rfc822\n\n";

    assertThat(clean(head + multipart("TR"))).isEqualTo(head + multipart("T"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/signed", "multipart/mixed"})
  void aPageOfTheUsersStays(String type) throws Exception {
    String page = type.endsWith("mixed") ? REPORT.replace("sealpost-report", "x") : REPORT;
    String mine = page.replace("%E5%A0%B1%E5%91%8A", "");
    String mail = multipart("TR").replace("multipart/mixed", type).replace(REPORT, mine);

    assertThat(clean(mail)).isEqualTo(mail);
  }

  private static String multipart(String parts) {
    StringBuilder mail =
        new StringBuilder("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n");
    for (int i = 0; i < parts.length(); i++) {
      mail.append("--b\n")
          .append(
              switch (parts.charAt(i)) {
                case 'R' -> REPORT;
                case 'T' -> TEXT;
                case 'O' -> OTHER;
                default -> "Content-Type: text/plain\n\n\n";
              });
    }
    return mail.append("--b--\nepilogue\n").toString();
  }

  private String clean(String mail) throws Exception {
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord("maple")), new SpoolFactory(folder, 100));
    try (Unmarked clean = remover.remove(Mails.entity(Mails.of(mail)))) {
      return new String(Mails.bytes(clean.mail()), UTF_8).replace("\r\n", "\n");
    }
  }
}
