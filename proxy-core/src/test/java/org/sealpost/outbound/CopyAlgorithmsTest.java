package org.sealpost.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.testmail.Cast.ANN;
import static org.sealpost.testmail.Cast.BOB;
import static org.sealpost.testmail.Cast.MING;
import static org.sealpost.testmail.Cast.PKI;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.book.Lookup;
import org.sealpost.keys.FakeCardAgent;
import org.sealpost.mime.Content;
import org.sealpost.mime.Entity;
import org.sealpost.policy.Account;
import org.sealpost.policy.EncryptPolicy;
import org.sealpost.policy.SignPolicy;
import org.sealpost.policy.SignatureForm;
import org.sealpost.policy.TriggerWords;
import org.sealpost.policy.WithoutCertificate;
import org.sealpost.smime.Algorithms;
import org.sealpost.smime.Announced;
import org.sealpost.smime.Capabilities;
import org.sealpost.testmail.Mails;
import org.sealpost.testmail.Openssl;
import org.sealpost.testpki.TestPki.Person;

/** What each copy of a mail is signed and encrypted with. */
class CopyAlgorithmsTest {
  private static final Content TO_ANN =
      Mails.of("From: ming@example.tw\nTo: ann@example.tw\nSubject: x\n\nHello\n");
  private static final Content TO_BOTH =
      Mails.of("From: ming@example.tw\nTo: ann@example.tw, bob@example.tw\n\nHello\n");

  @TempDir Path folder;
  private final FakeCardAgent agent = new FakeCardAgent();
  private final Map<String, Lookup> book = new HashMap<>();
  private Algorithms algorithms = Algorithms.standard();

  @BeforeEach
  void card() {
    agent.token("card", MING.signing(), MING.encryption());
  }

  private void knows(String address, Person person, Capabilities announced) {
    X509Certificate certificate = person.encryption().certificate();
    book.put(address, new Lookup.Usable(certificate, announced));
  }

  private static Account account(SignPolicy sign, EncryptPolicy encrypt, SignatureForm form) {
    return new Account(
        "ming@example.tw",
        List.of(),
        sign,
        encrypt,
        WithoutCertificate.REFUSE,
        false,
        List.of(),
        TriggerWords.none(),
        form);
  }

  private List<Delivery> send(Account account, Content mail, String... recipients)
      throws Exception {
    return new OutboundFlow(
            agent,
            (address, _) -> book.get(address),
            (_, _, _) -> List.of(),
            Clock.systemUTC(),
            Duration.ofSeconds(1),
            algorithms,
            SenderFixture.MARKS)
        .prepare(account, new Envelope(account.address(), List.of(recipients)), mail)
        .deliveries();
  }

  private List<Delivery> encrypt(Content mail, String... recipients) throws Exception {
    return send(
        account(SignPolicy.ALWAYS, EncryptPolicy.REQUIRED, SignatureForm.CLEAR), mail, recipients);
  }

  private static String smimeType(Delivery delivery) throws Exception {
    return Mails.entity(Content.of(Mails.written(delivery.mail())))
        .typeParameter("smime-type")
        .orElseThrow();
  }

  @Test
  void aCopyWhoseReadersAllReadItIsAuthenticated() throws Exception {
    knows("ann@example.tw", ANN, Announced.of("gcm256 cbc256"));
    knows("bob@example.tw", BOB, Announced.of("cbc128 gcm256"));

    assertThat(encrypt(TO_BOTH, "ann@example.tw", "bob@example.tw"))
        .singleElement()
        .satisfies(copy -> assertThat(smimeType(copy)).isEqualTo("authEnveloped-data"));
  }

  @Test
  void aReaderOfWhomNothingIsKnownMakesTheCopyOneThatAllRead() throws Exception {
    knows("ann@example.tw", ANN, Announced.of("gcm256 cbc256"));
    knows("bob@example.tw", BOB, Capabilities.none());

    assertThat(encrypt(TO_BOTH, "ann@example.tw", "bob@example.tw"))
        .singleElement()
        .satisfies(copy -> assertThat(smimeType(copy)).isEqualTo("enveloped-data"));
  }

  @Test
  void whatABlindCopysReaderReadsDoesNotShowInTheCopyOfTheOthers() throws Exception {
    knows("ann@example.tw", ANN, Announced.of("gcm256 cbc256"));
    knows("bob@example.tw", BOB, Announced.of("cbc128"));

    List<Delivery> copies = encrypt(TO_ANN, "ann@example.tw", "bob@example.tw");

    assertThat(copies).hasSize(2);
    for (Delivery copy : copies) {
      boolean toAnn = copy.recipients().equals(List.of("ann@example.tw"));
      assertThat(smimeType(copy)).isEqualTo(toAnn ? "authEnveloped-data" : "enveloped-data");
      String printed = new Openssl(folder).print(Mails.written(copy.mail()));
      assertThat(printed).contains(toAnn ? "aes-256-gcm" : "aes-128-cbc");
    }
  }

  @Test
  void anOpaqueSignatureIsReadByOpensslAndMadeOnceForAllCopies() throws Exception {
    Account opaque = account(SignPolicy.ALWAYS, EncryptPolicy.NEVER, SignatureForm.OPAQUE);

    List<Delivery> copies = send(opaque, TO_ANN, "ann@example.tw", "bob@example.tw");

    for (Delivery copy : copies) {
      assertThat(smimeType(copy)).isEqualTo("signed-data");
      byte[] content = new Openssl(folder).verify(Mails.written(copy.mail()), PKI.root());
      assertThat(text(content)).isEqualTo("Hello\r\n");
    }
    assertThat(agent.signatures()).isOne();
  }

  @Test
  void anOpaqueSignatureCanBeEncryptedToo() throws Exception {
    knows("ann@example.tw", ANN, Announced.of("gcm256"));
    Account opaque = account(SignPolicy.ALWAYS, EncryptPolicy.REQUIRED, SignatureForm.OPAQUE);
    Openssl openssl = new Openssl(folder);

    Delivery copy = send(opaque, TO_ANN, "ann@example.tw").getFirst();

    byte[] signed = openssl.decrypt(Mails.written(copy.mail()), ANN.encryption());
    assertThat(Mails.entity(Content.of(signed)).typeParameter("smime-type"))
        .contains("signed-data");
    assertThat(text(openssl.verify(signed, PKI.root()))).isEqualTo("Hello\r\n");
  }

  private static String text(byte[] entity) throws Exception {
    Entity read = Mails.entity(Content.of(entity));
    return new String(read.decodedBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void noCopyIsLargerThanWasSaidWhateverItIsProtectedWith() throws Exception {
    Random random = new Random(26);
    List<String> announcements = List.of("", "gcm256 oaep-sha256", "cbc128", "cbc256 oaep");
    for (int round = 0; round < 60; round++) {
      knows("ann@example.tw", ANN, Announced.of(announcements.get(random.nextInt(4))));
      knows("bob@example.tw", BOB, Announced.of(announcements.get(random.nextInt(4))));
      algorithms =
          new Algorithms(
              any(random, Algorithms.Content.class),
              any(random, Algorithms.Transport.class),
              Algorithms.Digest.AUTO,
              Algorithms.RsaSignature.PKCS1);
      Account account =
          account(
              any(random, SignPolicy.class),
              any(random, EncryptPolicy.class),
              any(random, SignatureForm.class));
      Content mail = lines(random, random.nextInt(1 << random.nextInt(18)));
      for (Delivery copy : send(account, mail, "ann@example.tw", "bob@example.tw")) {
        assertThat((long) Mails.written(copy.mail()).length)
            .as("%s %s", account, algorithms)
            .isLessThanOrEqualTo(copy.sizeBound());
      }
    }
  }

  private static <E extends Enum<E>> E any(Random random, Class<E> type) {
    E[] all = type.getEnumConstants();
    return all[random.nextInt(all.length)];
  }

  private static Content lines(Random random, int size) {
    StringBuilder text = new StringBuilder("From: ming@example.tw\nTo: ann@example.tw\n\n");
    while (text.length() < size) {
      text.append("\u7c3d".repeat(random.nextInt(3)))
          .append("x".repeat(random.nextInt(90)))
          .append('\n');
    }
    return Mails.of(text.toString());
  }
}
