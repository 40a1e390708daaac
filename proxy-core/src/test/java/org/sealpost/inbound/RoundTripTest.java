package org.sealpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.CAI;
import static org.sealpost.testmail.Cast.MING;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.mime.HeaderField;
import org.sealpost.mime.LineEnds;
import org.sealpost.outbound.Delivery;
import org.sealpost.outbound.SenderFixture;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;
import org.sealpost.trust.Verdict;

/** What arrives equals what was sent, part by part, byte for byte after decoding. */
class RoundTripTest {
  private static final Account BOB_SENDS =
      new Account("bob@example.tw", SignPolicy.ALWAYS, EncryptPolicy.WHEN_POSSIBLE, false);
  private static final List<String> MIME =
      List.of("mime-version", "content-type", "content-transfer-encoding");

  @TempDir Path folder;
  private SenderFixture bob;
  private ReceiverFixture ming;

  @BeforeEach
  void cards() {
    bob = new SenderFixture(folder);
    bob.agent.token("card", BOB.signing(), BOB.encryption());
    bob.knows("ming@example.tw", MING).knows("cai@example.tw", CAI).knows("ann@example.tw", ANN);
    ming = new ReceiverFixture(folder);
  }

  @AfterEach
  void close() {
    ming.close();
    bob.close();
  }

  static Stream<Named<Content>> mails() throws IOException {
    return Stream.of(
        Named.of("plain", letter("Content-Type: text/plain\n\nHello\n")),
        Named.of("no MIME at all", letter("\nHello\n")),
        Named.of("empty body", letter("\n")),
        Named.of("no body", letter("")),
        Named.of("empty lines at the end", letter("\nHello\n\n\n\n")),
        Named.of("lines with From and trailing blanks", letter("\nFrom me \n>From you\t\n.\n..\n")),
        Named.of(
            "8bit in UTF-8",
            letter(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n會議\n")),
        Named.of("8bit in Big5", big5()),
        Named.of("very long lines", letter("\n" + "long ".repeat(2000) + "\n")),
        Named.of("HTML with a picture", html()),
        Named.of("attachments", attachments(3_000)),
        Named.of("a large attachment", attachments(1_500_000)),
        Named.of("a forwarded mail in 8bit", forwarded()));
  }

  @ParameterizedTest
  @MethodSource("mails")
  void whatArrivesEqualsWhatWasSent(Content mail) throws Exception {
    List<Delivery> deliveries =
        bob.send(BOB_SENDS, mail, "ming@example.tw", "ann@example.tw", "cai@example.tw");
    byte[] wire = Mails.written(deliveries.getFirst().mail());

    OpenedMail opened = ming.open(Content.of(wire));

    assertThat(opened.verdict()).isInstanceOf(Verdict.Unchecked.class);
    assertThat(opened.authenticated()).isTrue();
    Entity sent = Mails.entity(mail);
    Entity arrived = Mails.entity(opened.mail());
    assertThat(parts(arrived)).isEqualTo(parts(sent));
    assertThat(otherFields(arrived)).isEqualTo(otherFields(sent));
    assertThat(LineEnds.areFitForTheWire(opened.mail())).isTrue();
    assertThat(ming.kept).hasSize(1);
  }

  @Test
  void aHiddenRecipientGetsTheSameMail() throws Exception {
    ming.agent.token("card", CAI.encryption());
    Content mail = attachments(3_000);
    List<Delivery> deliveries = bob.send(BOB_SENDS, mail, "ming@example.tw", "cai@example.tw");

    OpenedMail opened = ming.open(Content.of(Mails.written(deliveries.get(1).mail())));

    assertThat(deliveries.get(1).recipients()).containsExactly("cai@example.tw");
    assertThat(parts(Mails.entity(opened.mail()))).isEqualTo(parts(Mails.entity(mail)));
  }

  @Test
  void theOpenedMailReadsTheSameEachTime() throws Exception {
    Content mail = attachments(50_000);
    List<Delivery> deliveries = bob.send(BOB_SENDS, mail, "ming@example.tw");
    OpenedMail opened = ming.open(Content.of(Mails.written(deliveries.getFirst().mail())));

    byte[] first = Mails.bytes(opened.mail());

    assertThat(Mails.bytes(opened.mail())).isEqualTo(first);
    assertThat(opened.mail().size()).isEqualTo(first.length);
    assertThat(opened.mail().open(1000, 2000).readAllBytes())
        .isEqualTo(java.util.Arrays.copyOfRange(first, 1000, 3000));
    assertThat(ming.agent.decryptions()).isEqualTo(1);
  }

  /** Type and decoded body of every leaf. */
  private static List<String> parts(Entity entity) throws Exception {
    List<String> parts = new ArrayList<>();
    collect(entity, parts);
    return parts;
  }

  private static void collect(Entity entity, List<String> parts) throws Exception {
    if (entity.message().isPresent()) {
      parts.add(entity.mediaType());
      collect(entity.message().get(), parts);
    } else if (entity.parts().isEmpty()) {
      String body = Base64.getEncoder().encodeToString(entity.decodedBody().readAllBytes());
      parts.add(entity.mediaType() + " " + entity.fileName() + " " + body);
    } else {
      parts.add(entity.mediaType());
      for (Entity part : entity.parts()) {
        collect(part, parts);
      }
    }
  }

  private static List<String> otherFields(Entity entity) {
    return entity.header().fields().stream()
        .filter(field -> !field.name().startsWith("X-Sealpost-"))
        .filter(field -> !field.is("Authentication-Results"))
        .filter(field -> !MIME.contains(field.name().toLowerCase(java.util.Locale.ROOT)))
        .map(HeaderField::toString)
        .toList();
  }

  private static Content letter(String entity) {
    return Mails.of(
        """
        From: Bob <bob@example.tw>
        To: ming@example.tw, ann@example.tw
        Subject: =?UTF-8?B?5pyD6K2w?= odd   blanks
        Message-ID: <2@example.tw>
        """
            + entity);
  }

  private static Content big5() throws IOException {
    Content header =
        letter(
            """
            MIME-Version: 1.0
            Content-Type: text/plain; charset=big5
            Content-Transfer-Encoding: 8bit

            """);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    header.open().transferTo(mail);
    mail.writeBytes("會議在九點。\r\n許功蓋\r\n".getBytes(Charset.forName("Big5")));
    return Content.of(mail.toByteArray());
  }

  private static Content html() {
    return letter(
        """
        MIME-Version: 1.0
        Content-Type: multipart/related; boundary="r"; type="multipart/alternative"

        --r
        Content-Type: multipart/alternative; boundary="a"

        --a
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe=20
        --a
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 8bit

        <p>Grüße <img src="cid:1@example.tw">
        --a--
        --r
        Content-Type: image/gif
        Content-ID: <1@example.tw>
        Content-Transfer-Encoding: base64

        R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
        --r--
        """);
  }

  private static Content attachments(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    String encoded = Base64.getMimeEncoder().encodeToString(bytes).replace("\r\n", "\n");
    return letter(
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="--=_x y"

        This is for readers without MIME.
        ----=_x y
        Content-Type: text/plain; charset=utf-8; format=flowed
        Content-Transfer-Encoding: 8bit

        見附件\s
        ----=_x y
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename*=utf-8''%E6%9C%83%E8%AD%B0.bin
        Content-Transfer-Encoding: base64

        """
            + encoded
            + "\n----=_x y--\nAn epilogue.\n");
  }

  private static Content forwarded() {
    return letter(
        """
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="f"

        --f
        Content-Type: message/rfc822
        Content-Transfer-Encoding: 8bit

        From: eve@example.tw
        Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Grüße
        --f--
        """);
  }
}
