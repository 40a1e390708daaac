package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.it.DoctorStage.MING;
import static org.sealpost.it.DoctorStage.PERSON;
import static org.sealpost.it.DoctorStage.agent;
import static org.sealpost.it.DoctorStage.await;
import static org.sealpost.it.DoctorStage.isLocked;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.KeyRef;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;
import org.sealpost.harness.SmartCardService;
import org.sealpost.harness.VirtualCard;
import org.sealpost.it.Examination.Found;

/**
 * {@code sealpost doctor} finds what is wrong, says why and how to mend it, and disturbs nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorTest {
  private static final Person OTHER = DoctorStage.AUTHORITY.person("Chen Hua", "hua@example.test");

  @TempDir static Path folder;
  private DoctorStage stage;

  @BeforeAll
  void setUp() throws Exception {
    stage = new DoctorStage(folder);
  }

  @AfterEach
  void clear() throws Exception {
    stage.clear();
  }

  @AfterAll
  void stop() throws Exception {
    stage.close();
  }

  @Test
  void whereAllIsWellEveryCheckIsMadeInOrderAndNoTryIsSpent() throws Exception {
    VirtualCard card = VirtualCard.of(PERSON);
    Installation side = stage.insert(card);

    Examination examination = Examination.of(side);

    assertThat(examination.status()).as(examination.toString()).isZero();
    assertThat(examination.findings().stream().map(Found::check).distinct())
        .containsExactly(
            "pcscd",
            "reader",
            "card",
            "agent",
            "module",
            "token",
            "certificate",
            "pin",
            "account",
            "smtp",
            "pop3",
            "directory",
            "clock",
            "revocation",
            "listener",
            "secrets",
            "notice");
    assertThat(examination.findings())
        .filteredOn(
            each ->
                !List.of("revocation", "token", "directory", "listener", "notice")
                    .contains(each.check()))
        .allSatisfy(each -> assertThat(each.state()).isEqualTo("ok"));
    assertThat(examination.all("reader").stream().map(Found::subject))
        .containsExactly(stage.cards().reader(0).name(), stage.cards().reader(1).name());
    assertThat(examination.only("card").subject()).isEqualTo("A card that is not known by name");
    assertThat(examination.only("card").detail())
        .contains("3B 8B 80 01 80 F9 A0 00 00 03 08 00 00 10 00 C8");
    assertThat(examination.all("certificate"))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.detail()).contains(MING, "Doctor CA"));
    assertThat(examination.only("revocation").state()).isEqualTo("skipped");
    assertThat(examination.only("directory").state()).isEqualTo("skipped");
    assertThat(card.verifyCount()).isZero();
    assertThat(card.operations()).isZero();
  }

  @Test
  void anOpenPinSessionIsNotDisturbed() throws Exception {
    VirtualCard card = VirtualCard.of(PERSON);
    Installation side = stage.insert(card);
    TokenInfo token = await(side, DoctorStage::isLocked);
    assertThat(side.run("unlock").status()).isZero();
    int given = card.verifyCount();

    assertThat(Examination.of(side).only("pin").detail()).startsWith("Unlocked.");

    String key =
        token.certificates().stream()
            .filter(held -> held.purposes().contains(KeyPurpose.DECRYPT))
            .findFirst()
            .orElseThrow()
            .keyId();
    byte[] secret = new byte[16];
    Arrays.fill(secret, (byte) 7);
    Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    rsa.init(Cipher.ENCRYPT_MODE, (RSAPublicKey) PERSON.encryption().getPublicKey());
    try (CardAgent agent = agent(side)) {
      assertThat(
              agent.decrypt(
                  new KeyRef(token.id(), key),
                  KeyTransport.pkcs1(),
                  rsa.doFinal(secret),
                  secret.length,
                  Purpose.openMail(MING, ""),
                  Duration.ZERO))
          .isEqualTo(secret);
    }
    assertThat(card.verifyCount()).isEqualTo(given);
  }

  @ParameterizedTest
  @CsvSource({
    "3BB813008131FA52434854 4D4F494341A5, CHTMOICA",
    "3BD8960081B1FE451F0743485447504B494ADD, CHTGPKI",
    "3B8B80010031C164084021300090 0057, 3B8B80",
  })
  void theCitizenCertificatesCardsAreKnownByName(String atr, String type) throws Exception {
    Installation side =
        stage.beforeAgent(
            VirtualCard.builder(PERSON).atr(HexFormat.of().parseHex(atr.replace(" ", ""))).build());

    Found card = Examination.of(side).only("card");

    assertThat(card.state()).isEqualTo("ok");
    assertThat(card.subject()).isEqualTo("Citizen digital certificate (MOICA), type " + type);
  }

  @Test
  void aServiceThatIsDownIsTheFirstThingToMend() throws Exception {
    Installation side = stage.beforeAgent(VirtualCard.of(PERSON));
    stage.cards().stop();
    side.startAgent();

    Examination examination = Examination.of(side);

    assertThat(examination.status()).isEqualTo(1);
    assertThat(examination.failed()).startsWith("pcscd").doesNotContain("smtp", "pop3");
    assertThat(examination.only("pcscd").mend()).contains("systemctl enable --now pcscd.socket");
    assertThat(examination.only("reader").state()).isEqualTo("skipped");
  }

  @Test
  void aCardThatIsOutIsToBePutIn() throws Exception {
    Installation side = stage.insert(VirtualCard.of(PERSON));
    side.agent().close();
    stage.cards().reader(0).eject();
    side.startAgent();
    await(side, token -> token.state() == TokenState.ABSENT);

    Examination examination = Examination.of(side);

    assertThat(examination.status()).isEqualTo(1);
    assertThat(examination.failed()).containsExactly("card", "token");
    assertThat(examination.only("card").mend()).startsWith("Put your card in");
    SealpostCommand.Result list = side.run("card", "list");
    assertThat(list.output())
        .contains(
            SmartCardService.openSc().orElseThrow().toString(),
            stage.cards().reader(0).name() + ": empty");
  }

  @Test
  void theLastTryIsWarnedOfAndALockedCardIsSaidToBe() throws Exception {
    Programs.need("pkcs11-tool");
    VirtualCard card = VirtualCard.of(PERSON);
    Installation side = stage.beforeAgent(card);
    stage.giveWrongPin();
    stage.giveWrongPin();
    side.startAgent();
    await(side, token -> isLocked(token) && token.certificatesKnown());
    await(side, token -> token.triesLeft().orElse(3) == 1);

    Examination warned = Examination.of(side);
    stage.giveWrongPin();
    Examination locked = Examination.of(side);

    assertThat(warned.only("pin").state()).isEqualTo("warning");
    assertThat(warned.only("pin").mend()).contains("sealpost unlock --final-try");
    assertThat(warned.status()).isZero();
    assertThat(locked.only("pin").state()).isEqualTo("failed");
    assertThat(locked.only("pin").mend()).contains("MOICA", "household registration office");
    assertThat(locked.status()).isEqualTo(1);
    assertThat(card.verifyCount()).isEqualTo(3);
  }

  @Test
  void someoneElsesCardIsNotForThisAccount() throws Exception {
    Installation side = stage.insert(VirtualCard.of(OTHER));

    Examination examination = Examination.of(side);

    assertThat(examination.failed()).containsExactly("account");
    assertThat(examination.only("account").subject()).isEqualTo(MING);
    assertThat(examination.only("account").detail()).contains("is for hua@example.test");
    assertThat(examination.only("account").mend()).contains("right card", "account's address");
    assertThat(examination.status()).isEqualTo(1);
  }

  @Test
  void withACardFileAloneNoReaderIsMissed() throws Exception {
    Installation side = stage.install("file", PERSON, stage.smtp(), false);
    side.startAgent();
    try (side) {
      Examination locked = Examination.of(side);
      assertThat(locked.status()).isZero();
      assertThat(Stream.of("pcscd", "reader", "card", "module", "certificate", "account"))
          .allSatisfy(
              check -> assertThat(locked.only(check).state()).as(check).isEqualTo("skipped"));
      assertThat(locked.only("certificate").mend()).contains("sealpost unlock");

      assertThat(side.run("unlock").status()).isZero();
      Examination unlocked = Examination.of(side);
      assertThat(unlocked.only("account").state()).isEqualTo("ok");
      assertThat(unlocked.all("certificate")).hasSize(2);
    }
  }

  @Test
  void withoutTheAgentTheRestIsExaminedAllTheSame() throws Exception {
    Installation side =
        stage.install(
            "no-agent", PERSON, stage.smtp(), false, "card-agent.module = \"/nowhere/card.so\"");

    Examination examination = Examination.of(side);

    assertThat(examination.status()).isEqualTo(1);
    assertThat(examination.only("agent").state()).isEqualTo("failed");
    assertThat(examination.only("agent").mend()).contains("sealpost start");
    assertThat(examination.only("module").state()).isEqualTo("failed");
    assertThat(examination.only("module").detail()).contains("no such file");
    assertThat(examination.only("token").state()).isEqualTo("skipped");
    assertThat(examination.only("smtp").state()).isEqualTo("ok");
  }

  @Test
  void modulesThatCannotBeLoadedAreToldApart() throws Exception {
    Path foreign = folder.resolve("foreign.so");
    Files.write(foreign, libraryForAnotherProcessor());
    Installation side =
        stage.install(
            "modules",
            PERSON,
            stage.smtp(),
            false,
            "card-agent.module = [\"/nowhere/card.so\", \"" + foreign + "\"]");
    side.startAgent();
    try (side) {
      Examination examination = Examination.of(side);
      assertThat(examination.all("module"))
          .hasSize(2)
          .allSatisfy(each -> assertThat(each.state()).isEqualTo("failed"));
      assertThat(examination.all("module").getFirst().detail()).contains("is not there");
      assertThat(examination.all("module").getLast().detail()).contains("made for");
      assertThat(examination.all("module").getLast().mend()).contains("Install the one for");
      assertThat(examination.status()).isEqualTo(1);
    }
  }

  /** The header of an ELF library for a processor that no Java runs on: SuperH. */
  private static byte[] libraryForAnotherProcessor() {
    ByteBuffer header = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 0x464c457f).put(4, (byte) 1).put(5, (byte) 1).put(6, (byte) 1);
    header.putShort(16, (short) 3).putShort(18, (short) 42);
    return header.array();
  }

  @Test
  void aServerThatRefusesAndOneThatIsNotTrustedAreToldApart() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Path strangers = folder.resolve("strangers.pem");
    Authority.writePem(new Authority("Strangers' CA").certificate(), strangers);
    Installation side =
        stage.install(
            "servers",
            PERSON,
            new ServerAddress("localhost", closed, "implicit"),
            false,
            "upstream.trusted-certificates = [\"" + strangers + "\"]");

    Examination examination = Examination.of(side);

    assertThat(examination.only("smtp").state()).isEqualTo("failed");
    assertThat(examination.only("smtp").detail()).contains("refuses connections");
    assertThat(examination.only("smtp").mend()).contains("Check the port");
    assertThat(examination.only("pop3").state()).isEqualTo("failed");
    assertThat(examination.only("pop3").detail()).contains("does not trust");
    assertThat(examination.only("pop3").mend()).contains("sealpost.upstream.trusted-certificates");
  }

  @Test
  void peopleReadALineForEachCheckAndWhatToDoBelowIt() throws Exception {
    Installation side = stage.install("people", PERSON, stage.smtp(), false);

    SealpostCommand.Result run = side.run("doctor");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.output())
        .doesNotContain("\033")
        .contains("\nfailed   agent        The card-agent");
    assertThat(run.output()).containsPattern("\n {22}→ Start it with");
    assertThat(run.output())
        .containsPattern("\nok       smtp         localhost:[0-9]+: Answers over TLS");
  }
}
