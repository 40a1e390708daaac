package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.outbound.SenderFixture.ming;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.CAI;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;

/** Mail that the client has signed or encrypted by itself. */
class ClientProtectedMailTest {
  private static final Account REQUIRED = ming(SignPolicy.ALWAYS, EncryptPolicy.REQUIRED);
  private static final Account SIGNING = ming(SignPolicy.ALWAYS, EncryptPolicy.NEVER);
  private static final byte[] ENTITY =
      "Content-Type: text/plain\r\n\r\nHello \r\nFrom here\r\n".getBytes(ISO_8859_1);

  private static final String MULTIPART =
      "From: ming@example.tw\nContent-Type: multipart/signed; boundary=b; micalg=sha-256;"
          + " protocol=\"application/pkcs7-signature\"\n\n";

  /** A detached SignedData with nothing but empty sets. */
  private static final String WITHOUT_SIGNERS =
      "302306092a864886f70d010702a0163014020101" + "3100" + "300b06092a864886f70d010701" + "3100";

  @TempDir Path folder;
  private SenderFixture sender;
  private Openssl openssl;

  @BeforeEach
  void cardAndBook() {
    sender = new SenderFixture(folder);
    sender.agent.token("card", MING.signing(), MING.encryption());
    openssl = new Openssl(folder);
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void whatTheClientEncryptedPassesAsItIs() throws Exception {
    byte[] made =
        openssl.make(ENTITY, "-encrypt", "-aes256", openssl.certificate(ANN.encryption()));
    Content mail = mail(made);

    List<Delivery> deliveries = sender.send(REQUIRED, mail, "ann@example.tw", "bob@example.tw");

    assertThat(deliveries).hasSize(1);
    assertThat(Mails.written(deliveries.getFirst().mail())).isEqualTo(Mails.bytes(mail));
    assertThat(sender.agent.signatures()).isZero();
  }

  @Test
  void whatTheClientSignedPassesAsItIsWhereOnlySigningIsWanted() throws Exception {
    Content mail = mail(signed());

    List<Delivery> deliveries = sender.send(SIGNING, mail, "ann@example.tw");

    assertThat(Mails.written(deliveries.getFirst().mail())).isEqualTo(Mails.bytes(mail));
    assertThat(sender.agent.signatures()).isZero();
  }

  @Test
  void whatTheClientSignedIsEncryptedAndItsSignatureStillHolds() throws Exception {
    sender.knows("ann@example.tw", ANN);

    List<Delivery> deliveries = sender.send(REQUIRED, mail(signed()), "ann@example.tw");
    byte[] inside = openssl.decrypt(Mails.written(deliveries.getFirst().mail()), ANN.encryption());

    assertThat(openssl.verify(inside, PKI.root())).isEqualTo(ENTITY);
    assertThat(new String(inside, ISO_8859_1)).doesNotContain("From: ming@example.tw");
    assertThat(sender.agent.signatures()).isZero();
  }

  @Test
  void aMailThatOnlyCallsItselfEncryptedIsProtectedLikeAnyOther() throws Exception {
    sender.knows("ann@example.tw", ANN);
    Content mail =
        Mails.of(
            """
            From: ming@example.tw
            To: ann@example.tw
            Content-Type: application/pkcs7-mime; smime-type=enveloped-data

            In truth this is plain
            """);

    List<Delivery> deliveries = sender.send(REQUIRED, mail, "ann@example.tw");

    assertThat(new String(Mails.written(deliveries.getFirst().mail()), ISO_8859_1))
        .doesNotContain("In truth");
    assertThat(sender.agent.signatures()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("onlyCalledSigned")
  void aMailThatOnlyCallsItselfSignedIsSignedLikeAnyOther(String claim) throws Exception {
    List<Delivery> deliveries = sender.send(SIGNING, Mails.of(claim), "ann@example.tw");

    byte[] sent = Mails.written(deliveries.getFirst().mail());
    assertThat(sender.agent.signatures()).isEqualTo(1);
    assertThat(new String(openssl.verify(sent, PKI.root()), ISO_8859_1)).contains("In truth");
  }

  static Stream<String> onlyCalledSigned() {
    String part = "--b\nContent-Type: text/plain\n\nIn truth nobody signed this\n";
    String noSigner =
        "--b\nContent-Type: application/pkcs7-signature\nContent-Transfer-Encoding: base64\n\n"
            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(WITHOUT_SIGNERS))
            + "\n";
    return Stream.of(
        MULTIPART + part + part + "--b--\n",
        MULTIPART + part + "--b--\n",
        MULTIPART + part + noSigner + "--b--\n",
        """
        From: ming@example.tw
        Content-Type: application/pkcs7-mime; smime-type=signed-data

        In truth nobody signed this
        """);
  }

  @Test
  void aPartBesideContentAndSignatureIsNotTakenForSigned() throws Exception {
    String honest = new String(Mails.bytes(mail(signed())), ISO_8859_1);
    String boundary = honest.replaceFirst("(?s).*boundary=\"([^\"]+)\".*", "$1");
    String last = "\r\n--" + boundary + "--";
    String third = "\r\n--" + boundary + "\r\n\r\nIn truth nobody signed this";
    Content mail = Content.of(honest.replace(last, third + last).getBytes(ISO_8859_1));

    List<Delivery> deliveries = sender.send(SIGNING, mail, "ann@example.tw");

    byte[] sent = Mails.written(deliveries.getFirst().mail());
    assertThat(sender.agent.signatures()).isEqualTo(1);
    assertThat(new String(openssl.verify(sent, PKI.root()), ISO_8859_1)).contains("In truth");
  }

  @Test
  void whatTheClientSignedOpaquelyPassesAsItIs() throws Exception {
    byte[] opaque =
        openssl.make(
            ENTITY,
            "-sign",
            "-nodetach",
            "-signer",
            openssl.certificate(CAI.signing()),
            "-inkey",
            openssl.key(CAI.signing()));
    Content mail = mail(opaque);

    List<Delivery> deliveries = sender.send(SIGNING, mail, "ann@example.tw");

    assertThat(Mails.written(deliveries.getFirst().mail())).isEqualTo(Mails.bytes(mail));
    assertThat(sender.agent.signatures()).isZero();
  }

  private byte[] signed() throws Exception {
    return openssl.make(
        ENTITY,
        "-sign",
        "-signer",
        openssl.certificate(CAI.signing()),
        "-inkey",
        openssl.key(CAI.signing()));
  }

  /** With the header of a mail before that of the entity, and CRLF throughout. */
  private static Content mail(byte[] made) {
    String text = new String(made, ISO_8859_1).replace("\r\n", "\n").replace("\n", "\r\n");
    return Content.of(
        ("From: ming@example.tw\r\nTo: ann@example.tw\r\n" + text).getBytes(ISO_8859_1));
  }
}
