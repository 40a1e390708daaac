package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.failure.Phrase;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.report.Advice;
import org.sealpost.report.ReportPolicy;
import org.sealpost.report.TrustVersion;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Sightings;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

/** A report stands at the end of a mail, and the rest of the mail is what it was. */
class AttachedReportTest {
  private static final String FROM_ANN = ReceivingFixture.FROM_ANN;

  /** Python's own parser: the structure, a part a line. */
  private static final String STRUCTURE =
      """
      import email, email.policy, sys
      def show(part, depth):
          print('.' * depth + part.get_content_type(), part.get_content_disposition(),
                part.get_filename())
          if part.is_multipart():
              for each in part.get_payload(): show(each, depth + 1)
      mail = email.message_from_file(open(sys.argv[1], encoding='ascii'),
                                     policy=email.policy.default)
      assert not mail.defects, mail.defects
      show(mail, 0)
      page = list(mail.iter_parts())[-1].get_content()
      assert page.startswith('<!DOCTYPE html>') and page.endswith('</html>\\n'), page[-20:]
      """;

  @TempDir Path folder;
  private Makes makes;
  private byte[] text;

  @BeforeEach
  void begin() throws IOException {
    makes = new Makes(folder);
    text = Makes.entity("Content-Type: text/plain; charset=us-ascii\n\nAt nine.\n");
  }

  private InboundFlow flow(ReportPolicy policy, Locale locale) {
    FakeCardAgent agent = new FakeCardAgent();
    agent.token("card", MING.signing(), MING.encryption());
    TrustBasis basis = TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())));
    return new InboundFlow(
        agent,
        new CertificateTrust(basis),
        SignerHarvest.none(),
        VerdictKeeper.none(),
        new SpoolFactory(folder.resolve("spool"), 512),
        Clock.systemUTC(),
        Duration.ofSeconds(1),
        false,
        Marking.byFieldsOnly(),
        MailReports.of(
            policy,
            locale,
            ZoneOffset.UTC,
            Sightings.none(),
            () -> TrustVersion.of(basis),
            Advice.Missing.NONE));
  }

  private Content open(ReportPolicy policy, Content mail) throws Exception {
    return open(policy, Locale.ENGLISH, mail);
  }

  /** A copy, so that it outlives what it was made of. */
  private Content open(ReportPolicy policy, Locale locale, Content mail) throws Exception {
    try (OpenedMail opened = flow(policy, locale).open(ReceiverFixture.ACCOUNT, mail)) {
      return Content.of(Mails.bytes(opened.mail()));
    }
  }

  private Content signed() throws IOException {
    return Makes.mail(FROM_ANN, makes.signed(text, ANN.signing()));
  }

  @Test
  void theReportIsTheLastPartBesideTheBody() throws Exception {
    assertThat(structure(open(ReportPolicy.ALWAYS, signed())))
        .isEqualTo(
            """
            multipart/mixed None None
            .text/plain None None
            .text/html attachment sealpost-report.html
            """);
  }

  @Test
  void aChineseReportHasAChineseFileName() throws Exception {
    Content mail = open(ReportPolicy.ALWAYS, Phrase.TAIWAN, signed());

    assertThat(structure(mail)).endsWith(".text/html attachment 簽章報告.html\n");
    assertThat(Mails.text(mail))
        .contains("name=\"sealpost-report.html\"\n", "filename*=utf-8''%E7%B0%BD%E7%AB%A0");
    assertThat(page(mail)).contains("<html lang=\"zh-Hant-TW\">");
  }

  @Test
  void theReportNamesTheSignerAndTheMail() throws Exception {
    assertThat(page(open(ReportPolicy.ALWAYS, signed())))
        .contains("&lt;1@example.tw&gt;", "Ann &lt;ann@example.tw&gt;", "trust.revocation is off");
  }

  /** Attack: who carries a signed mail writes another subject over it. */
  @Test
  void attackASubjectThatNobodySignedIsSaidToBeSo() throws Exception {
    byte[] inside =
        Makes.entity("Content-Type: text/plain; hp=clear\nSubject: the plan\n\nAt nine.\n");
    Content own = Makes.mail(FROM_ANN, makes.signed(inside, ANN.signing()));

    assertThat(page(open(ReportPolicy.ALWAYS, signed()))).contains("The subject was not signed");
    assertThat(page(open(ReportPolicy.ALWAYS, own))).doesNotContain("The subject was not signed");
  }

  @Test
  void aMultipartStaysWholeAndByteForByte() throws Exception {
    String mixed =
        """
        Content-Type: multipart/mixed; boundary=a

        --a

        one
        --a
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        AAAA
        --a--
        an epilogue
        """;
    Content mail = Makes.mail(FROM_ANN, makes.opaque(Makes.entity(mixed), ANN.signing()));

    Content opened = open(ReportPolicy.ALWAYS, mail);

    assertThat(structure(opened))
        .startsWith("multipart/mixed None None\n.multipart/mixed None None\n..text/plain");
    assertThat(Mails.text(opened)).contains("\n" + mixed + "\n--=_");
  }

  @Test
  void anEightBitBodyIsDeclaredOnTheOutsideToo() throws Exception {
    byte[] eightBit =
        Makes.entity(
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n早\n");
    Content mail = Makes.mail(FROM_ANN, makes.opaque(eightBit, ANN.signing()));

    Entity opened = Mails.entity(open(ReportPolicy.ALWAYS, mail));

    assertThat(opened.transferEncoding()).isEqualTo("8bit");
    assertThat(Mails.bytes(opened.parts().getFirst().body())).isEqualTo("早\r\n".getBytes(UTF_8));
  }

  @Test
  void whatCannotBeOpenedIsEnclosedAsItCameSoThatAnotherCardCanOpenIt() throws Exception {
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, BOB.encryption()));

    Content opened = open(ReportPolicy.ON_PROBLEM, mail);

    assertThat(structure(opened))
        .isEqualTo(
            """
            multipart/mixed None None
            .message/rfc822 inline None
            ..application/pkcs7-mime attachment smime.p7m
            .text/html attachment sealpost-report.html
            """);
    Entity first = Mails.entity(opened).parts().getFirst();
    assertThat(Mails.bytes(first.body())).isEqualTo(Mails.bytes(mail));
    assertThat(Mails.text(opened)).startsWith("X-Sealpost-Verdict: unknown\n");
  }

  @Test
  void aSignatureThatCannotBeReadStillStandsOnAMailOfItsOwn() throws Exception {
    String damaged =
        """
        Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=a

        --a

        text
        --a--
        """;
    Content mail = Mails.of(FROM_ANN + damaged);

    Content opened = open(ReportPolicy.ON_PROBLEM, mail);

    Entity first = Mails.entity(opened).parts().getFirst();
    assertThat(first.mediaType()).isEqualTo("message/rfc822");
    assertThat(Mails.bytes(first.body())).isEqualTo(Mails.bytes(mail));
    assertThat(page(opened)).contains("<h1>Invalid signature</h1>");
  }

  @Test
  void aMailWithoutSmimeNeverGetsAReport() throws Exception {
    Content mail = Mails.of(FROM_ANN + "\nHello\n");

    assertThat(Mails.bytes(open(ReportPolicy.ALWAYS, mail))).isEqualTo(Mails.bytes(mail));
  }

  @Test
  void noReportIsAttachedUnlessAskedFor() throws Exception {
    assertThat(structured(open(ReportPolicy.NEVER, signed()))).isEqualTo("text/plain");
  }

  @Test
  void plaintextWithoutIntegrityIsAProblem() throws Exception {
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, MING.encryption()));

    assertThat(structured(open(ReportPolicy.ON_PROBLEM, mail))).isEqualTo("multipart/mixed");
  }

  @Test
  void authenticatedPlaintextIsNone() throws Exception {
    Content mail = Makes.mail(FROM_ANN, makes.encrypted(text, "-aes-256-gcm", MING.encryption()));

    assertThat(structured(open(ReportPolicy.ON_PROBLEM, mail))).isEqualTo("text/plain");
    assertThat(structured(open(ReportPolicy.ALWAYS, mail))).isEqualTo("multipart/mixed");
  }

  @Test
  void theWireIsSevenBitsInShortLines() throws Exception {
    assertThat(Mails.text(open(ReportPolicy.ALWAYS, Phrase.TAIWAN, signed())).lines())
        .allMatch(line -> line.length() <= 78 && line.chars().allMatch(c -> c < 127));
  }

  @Test
  void noTwoMailsHaveTheSameBoundary() throws Exception {
    String type = "Content-Type";
    Content one = open(ReportPolicy.ALWAYS, signed());
    Content other = open(ReportPolicy.ALWAYS, signed());

    assertThat(Mails.entity(one).header().first(type).orElseThrow().value())
        .isNotEqualTo(Mails.entity(other).header().first(type).orElseThrow().value());
    assertThat(one.size()).isEqualTo(other.size());
  }

  private static String structured(Content mail) throws IOException {
    return Mails.entity(mail).mediaType();
  }

  private static String page(Content mail) throws IOException {
    Entity part = Mails.entity(mail).parts().getLast();
    try (var in = part.decodedBody()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private String structure(Content mail) throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("mail"), Mails.bytes(mail));
    Path out = folder.resolve("structure");
    Process python;
    try {
      ProcessBuilder builder = new ProcessBuilder("python3", "-c", STRUCTURE, file.toString());
      builder.environment().put("PYTHONIOENCODING", "utf-8");
      python = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no python3: " + e.getMessage());
      throw e;
    }
    int code = python.waitFor();
    String structure = Files.readString(out);
    assertThat(code).as(structure).isZero();
    return structure;
  }
}
