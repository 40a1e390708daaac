package org.sealpost.introduction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class IntroductionMailTest {
  private static final String MING = "ming@example.tw";
  private static final String MEI = "mei@example.tw";

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private IntroductionMail mail(String name, String note) {
    return new IntroductionMail(MING, name, MEI, note, now);
  }

  private static MimeMessage parsed(IntroductionMail mail) throws Exception {
    return new MimeMessage(null, new ByteArrayInputStream(mail.bytes()));
  }

  @Test
  void itHasTheHeaderThatAMailNeeds() throws Exception {
    MimeMessage mail = parsed(mail("王小明", ""));

    InternetAddress from = (InternetAddress) mail.getFrom()[0];
    assertThat(from.getPersonal()).isEqualTo("王小明");
    assertThat(from.getAddress()).isEqualTo(MING);
    assertThat(mail.getRecipients(RecipientType.TO)).containsExactly(new InternetAddress(MEI));
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getSentDate().toInstant()).isEqualTo(now);
    assertThat(mail.getSubject()).isEqualTo("Encrypted mail between us / 與您互寄加密郵件");
    assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
  }

  @Test
  void itAsksToBeSignedAndNotEncryptedAndForNoReceipt() throws Exception {
    MimeMessage mail = parsed(mail("Ming", ""));

    assertThat(mail.getHeader("X-Sealpost")).containsExactly("sign-only");
    assertThat(mail.getHeader("Disposition-Notification-To")).isNull();
    assertThat(mail.getHeader("Return-Receipt-To")).isNull();
  }

  @Test
  void itsMessageIdTellsNothingOfTheMachine() throws Exception {
    String id = parsed(mail("Ming", "")).getMessageID();

    assertThat(id).matches("<[0-9a-f-]{36}@example\\.tw>");
    assertThat(id)
        .isNotEqualTo(parsed(mail("Ming", "")).getMessageID())
        .doesNotContain(InetAddress.getLocalHost().getHostName());
  }

  @Test
  void itSaysInBothLanguagesHowToAnswerAndHowToCheck() throws Exception {
    String text = (String) parsed(mail("王小明", "")).getContent();

    assertThat(text)
        .contains("this is 王小明 (" + MING + ").", "我是 王小明（" + MING + "）。")
        .contains("have the reply signed", "為回信加上數位簽章")
        .contains("Outlook", "Thunderbird", "Apple Mail")
        .contains("name the address\r\n  " + MING, "smime.p7s");
    assertThat(text).doesNotContain("{", "''", "\\u");
  }

  /** What makes a mail look like phishing. */
  @Test
  void itHasNoLinkAndNoAttachment() throws Exception {
    MimeMessage mail = parsed(mail("Ming", ""));

    assertThat(mail.isMimeType("text/plain")).isTrue();
    assertThat((String) mail.getContent())
        .doesNotContainIgnoringCase("http", "www.", "click here", "urgent", "<a ");
  }

  @Test
  void linesAreNoWiderThanATerminal() {
    assertThat(mail("王小明", "").text().lines().toList())
        .allSatisfy(line -> assertThat(width(line)).isLessThanOrEqualTo(78));
  }

  private static int width(String line) {
    return line.codePoints().map(c -> c < 0x1100 ? 1 : 2).sum();
  }

  @Test
  void everyLineOfTheMailIsAsciiAndShortEnough() {
    String wire = new String(mail("王小明", "很高興認識您").bytes(), ISO_8859_1);

    assertThat(wire.chars().allMatch(c -> c < 127)).isTrue();
    assertThat(wire.replace("\r\n", "")).doesNotContain("\n", "\r");
    assertThat(wire.lines().toList()).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
  }

  @Test
  void theNoteStandsInBothParts() throws Exception {
    String text = (String) parsed(mail("Ming", "We met on Friday.\nSee you!")).getContent();

    assertThat(text.split("We met on Friday\\.\r\nSee you!", -1)).hasSize(3);
  }

  @Test
  void withoutANameTheAddressStandsAlone() throws Exception {
    MimeMessage mail = parsed(mail("", ""));

    assertThat(mail.getHeader("From")).containsExactly(MING);
    assertThat((String) mail.getContent()).contains("this is " + MING + ".");
  }

  @Test
  void aNameCannotAddFieldsToTheHeader() throws Exception {
    MimeMessage mail = parsed(mail("Ming\r\nBcc: mallory@example.org\r\n\r\nx", ""));

    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(((InternetAddress) mail.getFrom()[0]).getAddress()).isEqualTo(MING);
  }

  @Test
  void aNameWithSignsOfSyntaxIsQuoted() throws Exception {
    InternetAddress from = (InternetAddress) parsed(mail("Wang, \"Ming\" <x@y>", "")).getFrom()[0];

    assertThat(from.getPersonal()).isEqualTo("Wang, \"Ming\" <x@y>");
    assertThat(from.getAddress()).isEqualTo(MING);
  }

  @Test
  void anAddressBeyondAsciiNeedsSmtputf8AndStandsAsItIs() {
    IntroductionMail mail = new IntroductionMail("華@example.tw", "Hua", MEI, "", now);

    assertThat(mail.needsUtf8()).isTrue();
    assertThat(new String(mail.bytes(), UTF_8)).contains("<華@example.tw>");
    assertThat(mail("華", "").needsUtf8()).isFalse();
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThatThrownBy(() -> new IntroductionMail(MING, "", "mei\r\nBcc: x@y", "", now))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
