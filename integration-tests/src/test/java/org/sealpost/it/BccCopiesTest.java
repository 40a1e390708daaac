package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.it.Clients.Sender;

/**
 * The attack: everyone who got a mail looks through all of it for who else did. openssl and gpgsm
 * read the copies. Ann and Eve are in To, Bob in Cc, Cai and Dan nowhere but in the envelope and in
 * a Bcc field that the client left in; Eve stands in that, too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BccCopiesTest {
  @TempDir static Path folder;
  private final Authority authority = new Authority("Bcc CA");
  private final Person ming = mixed(authority.personWithEllipticKeys("Ming", "ming@example.test"));
  private final Person ann = authority.person("Ann Visible", "ann@example.test");
  private final Person bob = authority.personWithEllipticKeys("Bob Visible", "bob@example.test");
  private final Person cai = authority.person("Cai Concealed", "cai@hidden.test");
  private final Person dan = authority.personWithEllipticKeys("丹 Dissembled", "dan@secret.test");
  private final Person eve = authority.person("Eve Visible", "eve@example.test");
  private final List<Person> hidden = List.of(cai, dan);
  private final Map<Person, ReceivedCopy> copies = new LinkedHashMap<>();
  private OpensslReader openssl;
  private EmbeddedMailServer server;
  private Installation side;

  /** ECDSA signs with fresh randomness; gpgsm knows RSA alone to decrypt. */
  private Person mixed(Person elliptic) {
    Person rsa = authority.person(elliptic.name(), elliptic.address());
    return new Person(
        elliptic.name(),
        elliptic.address(),
        elliptic.signingKey(),
        elliptic.signing(),
        rsa.encryptionKey(),
        rsa.encryption(),
        elliptic.issuer());
  }

  @BeforeAll
  void send() throws Exception {
    Programs.need("openssl", "curl");
    openssl = new OpensslReader(folder, authority);
    server = new EmbeddedMailServer(authority, folder, "implicit");
    List<Person> others = List.of(ann, bob, cai, dan, eve);
    List<String> certificates = new ArrayList<>(List.of("book", "import"));
    server.addUser(ming.address(), ming.address(), PostfixAndDovecot.PASSWORD);
    for (Person person : others) {
      server.addUser(person.address(), person.address(), PostfixAndDovecot.PASSWORD);
      certificates.add(openssl.certificate(person).toString());
    }
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(
                ming, ming.address(), server.smtp(), server.pop3(), "policy.encrypt = required"));
    side.start();
    SealpostCommand.Result imported = side.run(certificates.toArray(String[]::new));
    assertThat(imported.status()).as(imported.output() + imported.errors()).isZero();
    submit(
        """
        From: Ming <ming@example.test>
        To: Ann <ann@example.test>, Eve <eve@example.test>
        Cc: Bob <bob@example.test>, ann@example.test
        Bcc: Cai Concealed <cai@hidden.test>, =?UTF-8?B?%s?=
         <dan@secret.test>, eve@example.test
        Subject: who else?
        Message-ID: <copies@example.test>

        one mail for all of you
        """
            .formatted(encodedName(dan)),
        List.of(
            ann.address(),
            cai.address(),
            "ANN@example.test",
            eve.address(),
            bob.address(),
            dan.address(),
            eve.address(),
            cai.address()));
    for (Person person : others) {
      List<byte[]> mails = mailbox(person);
      // Two spellings may be two mailboxes (RFC 5321 §2.4); this server takes them for one.
      assertThat(mails).as(person.name()).hasSize(person.equals(ann) ? 2 : 1);
      copies.put(person, ReceivedCopy.of(mails.getFirst(), openssl, person));
    }
  }

  private static String encodedName(Person person) {
    return Base64.getEncoder().encodeToString(person.name().getBytes(UTF_8));
  }

  private void submit(String mail, List<String> recipients) throws Exception {
    Path file = Files.createTempFile(folder, "out", ".eml");
    Files.writeString(file, mail.replace("\n", "\r\n"));
    new Clients(folder)
        .send(Sender.CURL, side.smtpPort(), ming.address(), ming.address(), recipients, file)
        .succeeds();
  }

  private List<byte[]> mailbox(Person person) throws Exception {
    return new PlainMailClient(
            person.address(), PostfixAndDovecot.PASSWORD, authority.certificate())
        .fetchAll(server.pop3());
  }

  @AfterAll
  void stop() {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void attackNoCopyHasATraceOfSomeoneHiddenFromItsReader() throws Exception {
    for (Person reader : copies.keySet()) {
      for (Person secret : hidden) {
        if (!secret.equals(reader)) {
          for (byte[] layer : copies.get(reader).layers()) {
            for (Map.Entry<String, byte[]> trace : traces(secret).entrySet()) {
              assertThat(contains(layer, trace.getValue()))
                  .as("%s's copy tells the %s of %s", reader.name(), trace.getKey(), secret.name())
                  .isFalse();
            }
          }
        }
      }
    }
  }

  /** Without this the search could be blind. */
  @Test
  void theSearchFindsWhoIsNotHidden() throws Exception {
    ReceivedCopy copy = copies.get(ann);
    assertThat(contains(copy.wire(), traces(bob).get("address"))).isTrue();
    assertThat(contains(copy.cms(), traces(bob).get("serial number"))).isTrue();
    assertThat(contains(copy.signature(), traces(ming).get("key identifier"))).isTrue();
    assertThat(contains(copy.signature(), traces(ming).get("name"))).isTrue();
    assertThat(contains(copies.get(dan).cms(), traces(dan).get("serial number"))).isTrue();
  }

  private static Map<String, byte[]> traces(Person person) throws Exception {
    X509Certificate certificate = person.encryption();
    Map<String, byte[]> traces = new LinkedHashMap<>();
    traces.put("address", person.address().getBytes(UTF_8));
    traces.put("domain", person.address().replaceFirst(".*@", "").getBytes(UTF_8));
    traces.put("name", person.name().getBytes(UTF_8));
    traces.put("encoded name", encodedName(person).getBytes(UTF_8));
    traces.put("serial number", certificate.getSerialNumber().toByteArray());
    traces.put("key identifier", keyIdentifier(certificate));
    traces.put("public key", certificate.getPublicKey().getEncoded());
    return traces;
  }

  private static byte[] keyIdentifier(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
    return SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(value).getOctets())
        .getKeyIdentifier();
  }

  /** Letters are compared in either case. */
  private static boolean contains(byte[] all, byte[] part) {
    return lower(all).contains(lower(part));
  }

  private static String lower(byte[] bytes) {
    return new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  @Test
  void noCopyHasABccField() throws Exception {
    for (ReceivedCopy copy : copies.values()) {
      for (byte[] layer : List.of(copy.wire(), copy.inside())) {
        assertThat(lower(layer)).doesNotContain("bcc:");
      }
    }
  }

  @Test
  void eachHiddenOneHasACopyForThemselvesAndTheSenderAlone() throws Exception {
    assertThat(copies.get(cai).readers()).isEqualTo(serials(cai, ming));
    assertThat(copies.get(dan).readers()).isEqualTo(serials(dan, ming));
    for (Person visible : List.of(ann, bob, eve)) {
      assertThat(copies.get(visible).readers()).isEqualTo(serials(ann, bob, eve, ming));
      assertThat(copies.get(visible).cms()).isEqualTo(copies.get(ann).cms());
    }
  }

  private static Set<BigInteger> serials(Person... people) {
    Set<BigInteger> serials = new HashSet<>();
    for (Person person : people) {
      serials.add(person.encryption().getSerialNumber());
    }
    return serials;
  }

  @Test
  void nobodyElseCanOpenAHiddenOnesCopy() throws Exception {
    assertThat(openssl.opens(copies.get(cai).wire(), ann)).isFalse();
    assertThat(openssl.opens(copies.get(cai).wire(), dan)).isFalse();
    assertThat(openssl.opens(copies.get(ann).wire(), cai)).isFalse();
  }

  @Test
  void opensslVerifiesWhatEachReads() throws Exception {
    for (ReceivedCopy copy : copies.values()) {
      assertThat(new String(copy.inside(), ISO_8859_1)).contains("one mail for all of you");
      openssl.verify(copy.inside());
    }
  }

  @Test
  void gpgsmReadsTheSame() throws Exception {
    for (Person reader : List.of(cai, ann, ming)) {
      try (Gpgsm gpgsm = Gpgsm.empty()) {
        gpgsm.trust(authority.certificate());
        gpgsm.add(reader.encryption(), reader.encryptionKey().getPrivate());
        ReceivedCopy copy = copies.get(reader.equals(ming) ? cai : reader);
        assertThat(gpgsm.decrypt(copy.cms())).as(reader.name()).isEqualTo(copy.inside());
      }
    }
  }

  /** Two signatures by ECDSA are never alike, so this is one. */
  @Test
  void theCardSignedOnceForAllCopies() throws Exception {
    for (ReceivedCopy copy : copies.values()) {
      assertThat(copy.signature()).isEqualTo(copies.get(ann).signature());
      assertThat(copy.signed()).isEqualTo(copies.get(ann).signed());
    }
    assertThat(side.prompts()).isEqualTo(1);
  }

  @Test
  void eachCopyHasAContentKeyOfItsOwnWhichTheSenderCanUnwrap() throws Exception {
    Set<String> keys = new HashSet<>();
    for (Person reader : copies.keySet()) {
      ReceivedCopy copy = copies.get(reader);
      byte[] key = copy.contentKey(ming);
      assertThat(copy.contentKey(reader)).as(reader.name()).isEqualTo(key);
      keys.add(HexFormat.of().formatHex(key));
    }
    assertThat(keys).hasSize(3);
  }

  @Test
  void honestMailToTwoVisibleOnesIsOneCopyThatBothOpen() throws Exception {
    submit(
        """
        From: Ming <ming@example.test>
        To: Ann <ann@example.test>
        Cc: Bob <bob@example.test>
        Subject: nobody else

        for the two of you
        """,
        List.of(ann.address(), bob.address()));

    ReceivedCopy anns = ReceivedCopy.of(mailbox(ann).getLast(), openssl, ann);
    ReceivedCopy bobs = ReceivedCopy.of(mailbox(bob).getLast(), openssl, bob);
    assertThat(anns.cms()).isEqualTo(bobs.cms());
    assertThat(anns.readers()).isEqualTo(serials(ann, bob, ming));
    assertThat(new String(bobs.inside(), ISO_8859_1)).contains("for the two of you");
    assertThat(anns.signature()).isNotEqualTo(copies.get(ann).signature());
  }
}
