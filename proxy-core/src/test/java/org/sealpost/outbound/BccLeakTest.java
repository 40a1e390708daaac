package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.outbound.SenderFixture.ming;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.CAI;
import static org.sealpost.testmail.Cast.MING;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.RecipientInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.mime.Content;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;
import org.sealpost.testpki.Holder;

/** The attack: a recipient looks for who else got the mail. */
class BccLeakTest {
  private static final Account BOTH = ming(SignPolicy.ALWAYS, EncryptPolicy.REQUIRED);
  private static final Account SIGNING = ming(SignPolicy.ALWAYS, EncryptPolicy.NEVER);

  @TempDir Path folder;
  private SenderFixture sender;

  @BeforeEach
  void cardAndBook() {
    sender = new SenderFixture(folder);
    sender.agent.token("card", MING.signing(), MING.encryption());
    sender.knows("ann@example.tw", ANN).knows("bob@example.tw", BOB).knows("cai@example.tw", CAI);
  }

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void noCopyNamesAHiddenRecipientToAnyoneElse() throws Exception {
    List<Delivery> deliveries = send(BOTH, "ann@example.tw", "Bob@Example.TW", "cai@example.tw");

    assertThat(deliveries.stream().map(Delivery::recipients))
        .containsExactly(List.of("ann@example.tw", "Bob@Example.TW"), List.of("cai@example.tw"));
    assertThat(readers(deliveries.get(0)))
        .containsExactlyInAnyOrder(ANN.encryption(), BOB.encryption(), MING.encryption());
    assertThat(readers(deliveries.get(1)))
        .containsExactlyInAnyOrder(CAI.encryption(), MING.encryption());
  }

  @Test
  void noByteOfAnyCopyNamesAHiddenRecipient() throws Exception {
    Openssl openssl = new Openssl(folder);
    List<Delivery> deliveries = send(BOTH, "ann@example.tw", "bob@example.tw", "cai@example.tw");

    for (Delivery delivery : deliveries) {
      byte[] wire = Mails.written(delivery.mail());
      byte[] inside = openssl.decrypt(wire, MING.encryption());
      for (byte[] bytes : List.of(wire, inside)) {
        assertThat(new String(bytes, ISO_8859_1)).doesNotContainIgnoringCase("cai@");
        assertThat(Mails.entity(Content.of(bytes)).header().all("Bcc")).isEmpty();
      }
    }
  }

  @Test
  void aSignedMailIsOneCopyThatNamesNobodyHidden() throws Exception {
    List<Delivery> deliveries = send(SIGNING, "ann@example.tw", "bob@example.tw", "cai@example.tw");

    assertThat(deliveries).hasSize(1);
    assertThat(new String(Mails.written(deliveries.getFirst().mail()), ISO_8859_1))
        .doesNotContainIgnoringCase("cai@");
  }

  @Test
  void twoHiddenRecipientsDoNotLearnOfEachOther() throws Exception {
    Content mail = Mails.of("From: ming@example.tw\nTo: undisclosed-recipients:;\n\nHello\n");

    List<Delivery> deliveries = sender.send(BOTH, mail, "ann@example.tw", "cai@example.tw");

    assertThat(deliveries).hasSize(2);
    assertThat(readers(deliveries.get(0)))
        .containsExactlyInAnyOrder(ANN.encryption(), MING.encryption());
    assertThat(readers(deliveries.get(1)))
        .containsExactlyInAnyOrder(CAI.encryption(), MING.encryption());
  }

  @Test
  void honestMailToSeveralVisibleOnesIsOneCopy() throws Exception {
    List<Delivery> deliveries = send(BOTH, "ann@example.tw", "bob@example.tw");

    assertThat(deliveries).hasSize(1);
    assertThat(readers(deliveries.getFirst()))
        .containsExactlyInAnyOrder(ANN.encryption(), BOB.encryption(), MING.encryption());
  }

  private List<Delivery> send(Account account, String... recipients) throws Exception {
    Content mail =
        Mails.of(
            """
            From: ming@example.tw
            To: Ann <ANN@example.tw>
            Cc: team: bob@example.tw;
            Bcc: Cai <cai@example.tw>
            bcc : cai@example.tw
            Subject: Hello
            X-Sealpost-Note: cai@example.tw

            Hello
            """);
    return sender.send(account, mail, recipients);
  }

  /** Those of the cast whom a recipientInfo names. */
  private static List<Holder> readers(Delivery delivery) throws Exception {
    List<Holder> readers = new ArrayList<>();
    try (InputStream in = Mails.entity(Content.of(Mails.written(delivery.mail()))).decodedBody()) {
      var infos = new CMSEnvelopedData(in).getRecipientInfos().getRecipients();
      for (RecipientInformation info : infos) {
        readers.add(reader(info));
      }
    }
    return readers;
  }

  // RecipientId implements the raw Selector; its match takes an X509CertificateHolder.
  @SuppressWarnings("unchecked")
  private static Holder reader(RecipientInformation info) throws Exception {
    for (Holder holder :
        List.of(MING.encryption(), ANN.encryption(), BOB.encryption(), CAI.encryption())) {
      if (info.getRID().match(new X509CertificateHolder(holder.certificate().getEncoded()))) {
        return holder;
      }
    }
    throw new AssertionError("a recipientInfo for someone unknown: " + info.getRID());
  }
}
