package org.sealpost.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.CAI;
import static org.sealpost.testmail.Cast.DAI;
import static org.sealpost.testmail.Cast.MING;

import java.io.InputStream;
import java.security.Key;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.RecipientInformationStore;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.junit.jupiter.api.Test;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.TriggerWords;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.TestPki.Person;

/**
 * The attack: whoever gets a copy takes it apart to find who else got the mail. To Ann, Bob and
 * Eve; hidden are Cai, Dai and Flo. Eve and Flo have no certificate.
 */
class HiddenRecipientTest extends SendingFixture {
  private static final List<String> VISIBLE =
      List.of("ann@example.tw", "bob@example.tw", "eve@example.tw");
  private static final List<String> HIDDEN =
      List.of("cai@example.tw", "dai@example.tw", "flo@example.tw");

  private static final Content MAIL =
      Mails.of(
          """
          Resent-Bcc: Flo <flo@example.tw>
          From: ming@example.tw
          To: Ann <ann@example.tw>, bob@example.tw
          Cc: Eve <eve@example.tw>
          Bcc: Cai <cai@example.tw>,
           dai@example.tw
          BCC : flo@example.tw
          Subject: Hello

          Hello
          """);

  @Test
  void aHiddenRecipientIsNotFoundInAnyCopy() throws Exception {
    for (List<Delivery> deliveries : List.of(sendEncrypted(), sendSplit())) {
      for (Delivery delivery : deliveries) {
        byte[] wire = Mails.written(delivery.mail());
        for (byte[] layer : layers(wire)) {
          assertThat(new String(layer, ISO_8859_1))
              .doesNotContainIgnoringCase("cai@")
              .doesNotContainIgnoringCase("dai@")
              .doesNotContainIgnoringCase("flo@");
          Entity entity = Mails.entity(Content.of(layer));
          assertThat(entity.header().fields())
              .noneMatch(field -> field.is("Bcc") || field.is("Resent-Bcc"));
        }
        assertThat(new String(wire, ISO_8859_1))
            .contains("To: Ann <ann@example.tw>, bob@example.tw\r\nCc: Eve <eve@example.tw>\r\n");
      }
    }
  }

  @Test
  void noCopyHasARecipientInfoOfAnyoneElse() throws Exception {
    List<Delivery> deliveries = sendSplit();

    assertThat(deliveries.stream().map(Delivery::recipients))
        .containsExactly(
            List.of("ann@example.tw", "bob@example.tw"),
            List.of("cai@example.tw"),
            List.of("dai@example.tw"),
            List.of("eve@example.tw", "flo@example.tw"));
    Holder ming = MING.encryption();
    assertThat(readers(deliveries.get(0)))
        .containsExactlyInAnyOrder(ANN.encryption(), BOB.encryption(), ming);
    assertThat(readers(deliveries.get(1))).containsExactlyInAnyOrder(CAI.encryption(), ming);
    assertThat(readers(deliveries.get(2))).containsExactlyInAnyOrder(DAI, ming);
    assertThat(Mails.entity(Content.of(Mails.written(deliveries.get(3).mail()))).mediaType())
        .isEqualTo("multipart/signed");
  }

  @Test
  void eachEncryptedCopyHasAContentKeyOfItsOwn() throws Exception {
    Set<String> keys = new HashSet<>();
    int copies = 0;
    for (Delivery delivery : sendSplit()) {
      if (delivery.recipients().contains("eve@example.tw")) {
        continue;
      }
      copies++;
      keys.add(contentKey(delivery));
    }

    assertThat(copies).isEqualTo(3);
    assertThat(keys).hasSize(copies);
  }

  @Test
  void oneSignatureOfTheCardServesAllCopies() throws Exception {
    Set<String> signed = new HashSet<>();
    for (Delivery delivery : sendSplit()) {
      String inside = new String(layers(Mails.written(delivery.mail())).getLast(), ISO_8859_1);
      signed.add(inside.substring(inside.indexOf("\r\n\r\n")));
    }

    assertThat(signed).hasSize(1);
    assertThat(sender.agent.signatures()).isEqualTo(1);
  }

  @Test
  void honestRecipientsStillSeeWhoTheMailIsTo() throws Exception {
    for (Delivery delivery : sendEncrypted()) {
      assertThat(Mails.entity(Content.of(Mails.written(delivery.mail()))).header().addresses("To"))
          .containsExactly("ann@example.tw", "bob@example.tw");
    }
  }

  private List<Delivery> sendEncrypted() throws Exception {
    know();
    return sender.send(
        REQUIRED, MAIL, "ann@example.tw", "cai@example.tw", "bob@example.tw", "dai@example.tw");
  }

  private List<Delivery> sendSplit() throws Exception {
    know();
    List<String> all = new ArrayList<>(VISIBLE);
    all.addAll(HIDDEN);
    Account splitting =
        new Account(
            "ming@example.tw",
            List.of(),
            SignPolicy.ALWAYS,
            EncryptPolicy.REQUIRED,
            WithoutCertificate.SPLIT,
            false,
            List.of(),
            TriggerWords.none());
    return sender.send(splitting, MAIL, all.toArray(String[]::new));
  }

  private void know() {
    sender
        .knows("ann@example.tw", ANN)
        .knows("bob@example.tw", BOB)
        .knows("cai@example.tw", CAI)
        .knows("dai@example.tw", new Person(DAI, DAI));
  }

  /** The mail, then what is in it for its sender, who can open every copy. */
  private List<byte[]> layers(byte[] wire) throws Exception {
    boolean encrypted = Mails.entity(Content.of(wire)).mediaType().equals("application/pkcs7-mime");
    return encrypted
        ? List.of(wire, new Openssl(folder).decrypt(wire, MING.encryption()))
        : List.of(wire);
  }

  private static RecipientInformationStore infos(Delivery delivery) throws Exception {
    try (InputStream in = Mails.entity(Content.of(Mails.written(delivery.mail()))).decodedBody()) {
      return new CMSEnvelopedData(in).getRecipientInfos();
    }
  }

  private static List<Holder> readers(Delivery delivery) throws Exception {
    List<Holder> readers = new ArrayList<>();
    for (RecipientInformation info : infos(delivery).getRecipients()) {
      for (Holder holder :
          List.of(MING.encryption(), ANN.encryption(), BOB.encryption(), CAI.encryption(), DAI)) {
        if (isOf(info, holder)) {
          readers.add(holder);
        }
      }
    }
    assertThat(readers).hasSize(infos(delivery).size());
    return readers;
  }

  // RecipientId implements the raw Selector; its match takes an X509CertificateHolder.
  @SuppressWarnings("unchecked")
  private static boolean isOf(RecipientInformation info, Holder holder) throws Exception {
    return info.getRID().match(new X509CertificateHolder(holder.certificate().getEncoded()));
  }

  private static String contentKey(Delivery delivery) throws Exception {
    for (RecipientInformation info : infos(delivery).getRecipients()) {
      if (isOf(info, MING.encryption())) {
        KeyReader reader = new KeyReader(MING.encryption().key());
        info.getContent(reader);
        return reader.key;
      }
    }
    throw new AssertionError("no recipientInfo of the sender");
  }

  /** Keeps the content key that it finds. */
  private static final class KeyReader extends JceKeyTransEnvelopedRecipient {
    private String key = "";

    KeyReader(PrivateKey holder) {
      super(holder);
    }

    @Override
    protected Key extractSecretKey(
        AlgorithmIdentifier keyEncryption, AlgorithmIdentifier content, byte[] encrypted)
        throws CMSException {
      Key found = super.extractSecretKey(keyEncryption, content, encrypted);
      key = HexFormat.of().formatHex(found.getEncoded());
      return found;
    }
  }
}
