package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.inbound.ReceiverFixture.field;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.trust.Verdict;

class ProtectedHeaderTest extends ReceivingFixture {
  private static final String OUTER =
      """
      From: ann@example.tw
      Subject: [...]
      To: ming@example.tw
      Subject: a second one
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain; hp=\"cipher\"",
        "Content-Type: text/plain; hp=clear",
        "Content-Type: text/plain; protected-headers=\"v1\"",
      })
  void theSubjectWithinTakesThePlaceOfTheOneInTheOpen(String type) throws Exception {
    byte[] inside =
        Makes.entity(
            type + "\nFrom: ann@example.tw\nSubject: =?UTF-8?B?5pyD?=\n =?UTF-8?B?6K2w?=\n\nHi\n");

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.encrypted(inside, MING.encryption())));

    assertThat(field(opened, "Subject")).contains("會議");
    assertThat(Mails.text(opened.mail()))
        .contains("From: ann@example.tw\nSubject: =?UTF-8?B?5pyD?=\n =?UTF-8?B?6K2w?=\nTo: ");
  }

  @Test
  void aSubjectUnderASignatureThatHoldsCounts() throws Exception {
    byte[] inside = Makes.entity("Content-Type: text/plain; hp=clear\nSubject: signed\n\nHi\n");

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.signed(inside, ANN.signing())));

    assertThat(field(opened, "Subject")).contains("signed");
  }

  @Test
  void aSubjectUnderABrokenSignatureDoesNotCount() throws Exception {
    byte[] inside = Makes.entity("Content-Type: text/plain; hp=clear\nSubject: signed\n\nHi\n");
    String signed = new String(makes.signed(inside, ANN.signing()), ISO_8859_1);
    byte[] altered = signed.replace("Subject: signed", "Subject: forged").getBytes(ISO_8859_1);

    OpenedMail opened = ming.open(Makes.mail(OUTER, altered));

    assertThat(Mails.text(opened.mail())).contains("Subject: [...]").doesNotContain("forged");
  }

  @Test
  void aSubjectWithinThatIsNotDeclaredDoesNotCount() throws Exception {
    byte[] inside = Makes.entity("Content-Type: text/plain\nSubject: undeclared\n\nHi\n");

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.encrypted(inside, MING.encryption())));

    assertThat(Mails.text(opened.mail())).contains("Subject: [...]").doesNotContain("undeclared");
  }

  @Test
  void aWholeMailWithinIsUnwrapped() throws Exception {
    byte[] inside =
        Makes.entity(
            """
            Content-Type: message/rfc822; forwarded=no

            From: ann@example.tw
            To: ming@example.tw
            Subject: the real one
            Content-Type: text/html

            <p>Hi
            """);

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.encrypted(inside, MING.encryption())));

    assertThat(field(opened, "Subject")).contains("the real one");
    assertThat(Mails.text(opened.mail())).endsWith("\nContent-Type: text/html\n\n<p>Hi\n");
  }

  @Test
  void aForwardedMailIsNot() throws Exception {
    byte[] inside = Makes.entity("Content-Type: message/rfc822\n\nSubject: forwarded\n\nHi\n");

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.encrypted(inside, MING.encryption())));

    assertThat(Mails.text(opened.mail()))
        .contains("Subject: [...]")
        .endsWith("Content-Type: message/rfc822\n\nSubject: forwarded\n\nHi\n");
  }

  @Test
  void anotherFromWithinNeverReplacesTheOneShownAndIsTold() throws Exception {
    byte[] inside =
        Makes.entity(
            "Content-Type: text/plain; hp=clear\nFrom: boss@example.tw\nSubject: pay\n\nHi\n");

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.signed(inside, ANN.signing())));

    assertThat(field(opened, "From")).contains("ann@example.tw");
    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(opened.signatures().getFirst().reason().english()).contains("boss@example.tw");
  }

  @Test
  void theSignerIsHeldAgainstTheFromThatIsShownNotTheOneWithin() throws Exception {
    byte[] inside =
        Makes.entity("Content-Type: text/plain; hp=clear\nFrom: ann@example.tw\n\nHi\n");

    OpenedMail opened =
        ming.open(Makes.mail("From: boss@example.tw\n", makes.signed(inside, ANN.signing())));

    assertThat(opened.verdict()).isInstanceOf(Verdict.NotTheSender.class);
    assertThat(field(opened, "From")).contains("boss@example.tw");
  }

  @Test
  void aSubjectWithinCannotBringAFieldOfOurs() throws Exception {
    byte[] inside =
        Makes.entity(
            "Content-Type: text/plain; hp=clear\nSubject: a\rX-Sealpost-Verdict: valid\n\nHi\n");

    OpenedMail opened = ming.open(Makes.mail(OUTER, makes.encrypted(inside, MING.encryption())));

    assertThat(Mails.text(opened.mail())).contains("Subject: [...]").doesNotContain(": valid");
  }
}
