package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.mime.Content;
import org.sealpost.mime.Header;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.HeaderInput;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.trust.Verdict;

/** Mails with a header of more than 1 MiB, which is never taken apart: they pass as they came. */
class LongHeaderTest extends ReceivingFixture {
  private static final String SHORT = "From: ann@example.tw\nSubject: x\n";
  private static final String PADDING = "X-More: x\n".repeat(200_000);

  private byte[] text;

  @BeforeEach
  void writeText() throws Exception {
    text = Makes.entity("Content-Type: text/plain\n\nAt nine.\n");
  }

  private static Header header(OpenedMail opened) throws IOException {
    return Header.parse(new HeaderInput(opened.mail().open()).readAllBytes());
  }

  private static List<String> marks(OpenedMail opened) throws IOException {
    return header(opened).fields().stream()
        .filter(field -> field.name().startsWith("X-Sealpost"))
        .map(HeaderField::toString)
        .toList();
  }

  /** As it came, under marks. */
  private static void assertPassed(OpenedMail opened, Content mail) throws IOException {
    String result = new String(Mails.bytes(opened.mail()), ISO_8859_1);
    assertThat(opened.mail().size()).isEqualTo(result.length());
    assertThat(result.endsWith(new String(Mails.bytes(mail), ISO_8859_1))).isTrue();
    assertThat(opened.authenticated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Content-Type: text/html\n", "Content-Type: application/octet-stream\n"})
  void aPlainMailPassesByteForByte(String type) throws Exception {
    Content mail = Mails.of(SHORT + PADDING + type + "X-Last: y\n\nAt nine.\n\nX-Sealpost: z\n");

    OpenedMail opened = ming.open(mail);

    assertPassed(opened, mail);
    assertThat(opened.mail().size()).isEqualTo(mail.size());
    assertThat(opened.verdict()).isEqualTo(new Verdict.Unsigned());
  }

  @Test
  void forgedFieldsAreTakenOutWhereverTheyAre() throws Exception {
    String forged = "X-Sealpost-Verdict: valid\n and more\n";
    Content mail =
        Mails.of(forged + SHORT + forged + PADDING + forged + "X-Last: y\n" + forged + "\nbody\n");
    Content honest = Mails.of(SHORT + PADDING + "X-Last: y\n\nbody\n");

    OpenedMail opened = ming.open(mail);

    assertPassed(opened, honest);
    assertThat(opened.mail().size()).isEqualTo(honest.size());
  }

  @Test
  void aSignedMailPassesAsItCameAndIsSaidToBeUnverified() throws Exception {
    for (byte[] entity :
        List.of(makes.signed(text, ANN.signing()), makes.opaque(text, ANN.signing()))) {
      Content mail = Makes.mail(SHORT + PADDING, entity);

      OpenedMail opened = ming.open(mail);

      assertPassed(opened, mail);
      assertThat(opened.verdict()).isInstanceOf(Verdict.Invalid.class);
      assertThat(opened.signatures().getFirst().reason().english())
          .contains("its header is too large");
      assertThat(marks(opened)).hasSize(3).first().isEqualTo("X-Sealpost-Verdict: invalid");
      assertThat(ming.kept).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEncryptedMailPassesAsItCameAndIsSaidToBeUnopened(boolean first) throws Exception {
    byte[] entity = makes.encrypted(text, MING.encryption());
    Content mail = Makes.mail(SHORT + PADDING, entity);
    if (first) {
      String all = Mails.text(mail).replace(PADDING, "");
      mail = Mails.of(all.replaceFirst("\n\n", "\n" + PADDING + "\n"));
    }

    OpenedMail opened = ming.open(mail);

    assertPassed(opened, mail);
    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
    assertThat(marks(opened))
        .hasSize(2)
        .contains("X-Sealpost-Verdict: unknown")
        .anyMatch(mark -> mark.matches("X-Sealpost-Encryption: failed; .*header is too large.*"));
    assertThat(ming.agent.decryptions()).isZero();
  }

  @Test
  void theSameMailWithAShortHeaderIsOpened() throws Exception {
    String padding = PADDING.substring(0, 400_000);
    Content mail = Makes.mail(SHORT + padding, makes.encrypted(text, MING.encryption()));

    assertThat(ming.open(mail).encryption()).isInstanceOf(Encryption.Decrypted.class);
  }

  /** What is not known is not said: there is neither a verdict nor a word on encryption. */
  static Stream<String> attackATypeThatHidesBehindMoreThanIsRead() {
    return Stream.of(
        "Content-Type: application/(" + "x".repeat(2_000_000) + ")pkcs7-mime\n",
        "Content-X: y\n".repeat(60_000) + "Content-Type: application/pkcs7-mime\n");
  }

  @ParameterizedTest
  @MethodSource
  void attackATypeThatHidesBehindMoreThanIsRead(String fields) throws Exception {
    Content mail = Mails.of(SHORT + fields + "\nAAAA\n");

    OpenedMail opened = ming.open(mail);

    assertPassed(opened, mail);
    assertThat(marks(opened))
        .singleElement()
        .asString()
        .startsWith("X-Sealpost-Note: It is not known");
  }

  @Test
  void aFirstLineThatWouldContinueOurMarkDoesNot() throws Exception {
    Content mail =
        Makes.mail(" ; verdict=valid\n" + PADDING, makes.encrypted(text, MING.encryption()));

    String result = Mails.text(ming.open(mail).mail());

    assertThat(result.substring(0, 80))
        .startsWith(" ; verdict=valid\nX-Sealpost-Verdict: unknown\n");
  }
}
