package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Phrase;
import org.sealpost.mark.HeaderTable;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;

/**
 * The mark before the subject of mails that came signed or encrypted, and Authentication-Results.
 */
class SealedSubjectTest extends ReceivingFixture {
  private static final String UNCHECKED = "[松柏 ◐未查廢止] ";

  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text = Makes.entity("Content-Type: text/plain\n\nhello\n");
    ming =
        new ReceiverFixture(
            folder, Marking.with(HeaderTable.SEAL.orElseThrow(), Phrase.TAIWAN, true));
  }

  private Header opened(Content mail) throws Exception {
    return Mails.entity(ming.open(mail).mail()).header();
  }

  private static List<String> subjects(Header header) {
    return header.all("Subject").stream().map(HeaderField::decodedValue).toList();
  }

  private static List<String> notes(Header header) {
    return header.all("X-Sealpost-Note").stream().map(HeaderField::decodedValue).toList();
  }

  private static String results(Header header) {
    assertThat(header.all("Authentication-Results")).hasSize(1);
    return header.first("Authentication-Results").orElseThrow().value();
  }

  @Test
  void aSignedMailIsMarked() throws Exception {
    Header header = opened(Makes.mail(FROM_ANN, makes.signed(text, ANN.signing())));

    assertThat(subjects(header)).containsExactly(UNCHECKED + "a meeting");
    assertThat(results(header))
        .startsWith(
            "sealpost.localhost; smime=temperror (unchecked)"
                + " body.smime-identifier=\"ann@example.tw\" body.smime-serial=")
        .matches(".* body\\.smime-issuer=\"CN=[ -~]+\"");
  }

  @Test
  void aMailSaysOfEncryptionOnlyWhatIsKnown() throws Exception {
    byte[] toMing = makes.encrypted(text, MING.encryption());
    assertThat(subjects(opened(Makes.mail(FROM_ANN, toMing))))
        .first()
        .asString()
        .matches("\\[松柏 (🔒僅加密|⚡未防竄改)] a meeting");
    assertThat(results(opened(Makes.mail(FROM_ANN, toMing)))).contains("smime=none (unsigned)");

    byte[] toAnn = makes.encrypted(text, ANN.encryption());
    assertThat(subjects(opened(Makes.mail(FROM_ANN, toAnn))))
        .containsExactly("[松柏 🔑未能解密] a meeting");
    assertThat(results(opened(Makes.mail(FROM_ANN, toAnn)))).contains("smime=neutral (unknown)");
  }

  @Test
  void aSignatureOfSomebodyElseIsMarkedSo() throws Exception {
    Header header =
        opened(
            Makes.mail("From: bob@example.tw\nSubject: hi\n", makes.signed(text, ANN.signing())));

    assertThat(subjects(header)).containsExactly("[松柏 ⇄他人簽章] hi");
    assertThat(results(header)).contains("smime=policy (not-the-sender)");
  }

  @Test
  void aMailThatIsNeitherIsNotMarked() throws Exception {
    Header header = opened(Makes.mail(FROM_ANN, text));

    assertThat(subjects(header)).containsExactly("a meeting");
    assertThat(header.all("Authentication-Results")).isEmpty();
  }

  @Test
  void aMailWithoutASubjectGetsOne() throws Exception {
    Header header = opened(Makes.mail("From: ann@example.tw\n", makes.signed(text, ANN.signing())));

    assertThat(subjects(header)).containsExactly(UNCHECKED.strip());
  }

  /** Attack: clients differ in which of several they show. */
  @Test
  void attackOfSeveralSubjectsOneIsLeft() throws Exception {
    Header header =
        opened(
            Makes.mail(
                """
                From: ann@example.tw
                Subject: one
                SUBJECT : [松柏 ✔簽章] two
                Subject
                 : three
                X-A: b\rSubject: four
                """,
                makes.signed(text, ANN.signing())));

    assertThat(subjects(header)).containsExactly(UNCHECKED + "one");
    assertThat(header.fields())
        .noneMatch(field -> field.toString().matches("(?s).*(two|three|four).*"));
  }

  /** Attack: a sender who signs writes the mark of a better verdict. */
  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("org.sealpost.mark.HeaderTable#forgeries")
  void attackAnOpenedMailHasOurMarkOnly(HeaderTable.Row row) throws Exception {
    if (row.toString().startsWith("From")) {
      return;
    }
    String fields = new String(row.octets(), ISO_8859_1);
    byte[] signed = makes.signed(text, ANN.signing());
    byte[] head = ("From: ann@example.tw\r\n" + fields).getBytes(ISO_8859_1);
    byte[] mail = new byte[head.length + signed.length];
    System.arraycopy(head, 0, mail, 0, head.length);
    System.arraycopy(signed, 0, mail, head.length, signed.length);

    Header header = opened(Content.of(mail));

    assertThat(subjects(header)).hasSize(1).first().asString().startsWith(UNCHECKED.strip());
    assertThat(subjects(header).getFirst().substring(UNCHECKED.length() - 1)).doesNotContain("松柏");
    assertThat(header.all("X-Sealpost-Verdict")).hasSize(1);
    assertThat(results(header)).contains("temperror");
  }

  @Test
  void theSubjectFromWithinIsMarkedToo() throws Exception {
    byte[] inside =
        Makes.entity(
            "Content-Type: text/plain; hp=cipher\nSubject: [松柏 ✔簽章] secret plans\n\nhello\n");
    Header header =
        opened(
            Makes.mail(
                "From: ann@example.tw\nSubject: ...\n", makes.signed(inside, ANN.signing())));

    assertThat(subjects(header)).containsExactly(UNCHECKED + "secret plans");
    assertThat(notes(header)).anyMatch(note -> note.contains("looked like a mark"));
  }

  @Test
  void honestSubjectFromWithinLosesNothingAndIsNotTalkedOf() throws Exception {
    byte[] inside =
        Makes.entity("Content-Type: text/plain; hp=cipher\nSubject: secret plans\n\nhello\n");
    Header header =
        opened(
            Makes.mail(
                "From: ann@example.tw\nSubject: ...\n", makes.signed(inside, ANN.signing())));

    assertThat(subjects(header)).containsExactly(UNCHECKED + "secret plans");
    assertThat(notes(header)).noneMatch(note -> note.contains("looked like a mark"));
  }

  @Test
  void aForgedMailWithinIsCleaned() throws Exception {
    byte[] inside =
        Makes.entity(
            "Content-Type: message/rfc822\n\nX-Sealpost-Verdict: valid\nSubject: [x ✔簽章] hi\n\nhello\n");

    OpenedMail opened = ming.open(Makes.mail(FROM_ANN, makes.signed(inside, ANN.signing())));

    assertThat(Mails.text(opened.mail()))
        .contains("Content-Type: message/rfc822\n\nSubject: hi\n\nhello\n");
  }
}
