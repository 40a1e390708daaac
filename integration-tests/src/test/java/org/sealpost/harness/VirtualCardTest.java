package org.sealpost.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** OpenSC, which knows nothing of these cards, takes them for real ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VirtualCardTest {
  private static final String SIGN = "02";
  private static final String DECRYPT = "03";
  private static final String RETIRED = "05";
  private static final String WORDS = "Words to keep";

  @TempDir static Path folder;
  private final Authority authority = new Authority("Card CA");
  private final Person alice = authority.person("Alice", "alice@example.test");
  private final Person formerAlice = authority.person("Alice", "alice@example.test");
  private final Person carol = authority.personWithEllipticKeys("Carol", "carol@example.test");
  private Path module;
  private Path words;
  private SmartCardService service;

  @BeforeAll
  void startService() throws Exception {
    SmartCardService.obstacle().ifPresent(Assumptions::abort);
    for (String program : List.of("pkcs11-tool", "opensc-tool", "pkcs15-tool", "openssl")) {
      Assumptions.assumeTrue(
          Program.find(program).isPresent(), program + " is not installed (bin/check installs it)");
    }
    Assumptions.assumeTrue(
        SmartCardService.openSc().isPresent(),
        "opensc-pkcs11 is not installed (bin/check installs it)");
    module = SmartCardService.openSc().orElseThrow();
    words = Files.writeString(folder.resolve("words"), WORDS);
    service = new SmartCardService();
    service.start();
  }

  @AfterEach
  void emptyReaders() throws Exception {
    service.reader(0).eject();
    service.reader(1).eject();
    service.start();
  }

  @AfterAll
  void stopService() throws IOException {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void bothReadersAreSeenWithAndWithoutACard() throws Exception {
    service.reader(1).insert(VirtualCard.of(alice));

    // The service looks at its readers a few times a second.
    Pattern empty = Pattern.compile("0 +No +" + service.reader(0).name());
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    String readers;
    do {
      readers = run("opensc-tool", "--list-readers").succeeds().output();
    } while (!empty.matcher(readers).find() && System.nanoTime() < end);
    assertThat(readers)
        .containsPattern(empty)
        .containsPattern("1 +Yes +" + service.reader(1).name());
  }

  @Test
  void certificatesAndKeysAreListedWithoutSpendingATry() throws Exception {
    VirtualCard card =
        VirtualCard.builder(alice)
            .key(
                PivSlot.RETIRED_KEY_MANAGEMENT,
                formerAlice.encryptionKey().getPrivate(),
                formerAlice.encryption())
            .build();
    service.reader(0).insert(card);

    assertThat(certificate(SIGN)).isEqualTo(alice.signing().getEncoded());
    assertThat(certificate(DECRYPT)).isEqualTo(alice.encryption().getEncoded());
    assertThat(certificate(RETIRED)).isEqualTo(formerAlice.encryption().getEncoded());
    assertThat(run("pkcs15-tool", "--list-keys").succeeds().output())
        .contains("SIGN key", "KEY MAN key", "Retired KEY MAN 1");
    assertThat(card.verifyCount()).isZero();
    assertThat(card.operations()).isZero();
  }

  @Test
  void opensslAcceptsWhatAnRsaCardSigned() throws Exception {
    VirtualCard card = VirtualCard.of(alice);
    service.reader(0).insert(card);

    Path signature = sign("SHA256-RSA-PKCS");

    verify(alice, signature).succeeds();
    assertThat(card.operations()).isEqualTo(1);
    assertThat(verify(formerAlice, signature).status()).isNotZero();
  }

  @Test
  void opensslAcceptsWhatAnEllipticCardSigned() throws Exception {
    service.reader(0).insert(VirtualCard.of(carol));

    verify(carol, sign("ECDSA-SHA256")).succeeds();
  }

  @Test
  void theCardDecryptsWhatOpensslEncryptedForAnyOfItsKeys() throws Exception {
    service
        .reader(0)
        .insert(
            VirtualCard.builder(alice)
                .key(
                    PivSlot.RETIRED_KEY_MANAGEMENT,
                    formerAlice.encryptionKey().getPrivate(),
                    formerAlice.encryption())
                .build());

    assertThat(decrypt(DECRYPT, encrypt(alice)).succeeds().output()).contains(WORDS);
    assertThat(decrypt(RETIRED, encrypt(formerAlice)).succeeds().output()).contains(WORDS);
    assertThat(decrypt(DECRYPT, encrypt(formerAlice)).output()).doesNotContain(WORDS);
  }

  @Test
  void anEllipticCardAgreesOnTheSecretThatTheOtherSideHas() throws Exception {
    Person other = authority.personWithEllipticKeys("Dan", "dan@example.test");
    Path point =
        Files.write(folder.resolve("other.pub"), other.encryption().getPublicKey().getEncoded());
    Path secret = folder.resolve("secret");
    service.reader(0).insert(VirtualCard.of(carol));

    pkcs11(
            "--login",
            "--pin",
            VirtualCard.DEFAULT_PIN,
            "--derive",
            "--mechanism",
            "ECDH1-DERIVE",
            "--id",
            DECRYPT,
            "--input-file",
            point.toString(),
            "--output-file",
            secret.toString())
        .succeeds();

    assertThat(Files.readAllBytes(secret))
        .isEqualTo(agree(other.encryptionKey().getPrivate(), carol.encryption().getPublicKey()));
  }

  @Test
  void threeWrongPinsLockTheCardAndOpenScTellsHowNearThatIs() throws Exception {
    VirtualCard card = VirtualCard.of(alice);
    service.reader(0).insert(card);

    assertThat(login("999999").output()).contains("CKR_PIN_INCORRECT");
    assertThat(login("999999").output()).contains("CKR_PIN_INCORRECT");
    assertThat(card.triesLeft()).isEqualTo(1);
    assertThat(slots()).contains("final user PIN try");
    login("999999");

    assertThat(card.triesLeft()).isZero();
    assertThat(slots()).contains("user PIN locked");
    assertThat(login(VirtualCard.DEFAULT_PIN).output()).contains("CKR_PIN_LOCKED");
  }

  @Test
  void aRightPinAfterAWrongOneGivesAllTriesBack() throws Exception {
    VirtualCard card = VirtualCard.builder(alice).pin("87654321").build();
    service.reader(0).insert(card);
    login("999999");
    assertThat(card.triesLeft()).isEqualTo(2);

    login("87654321").succeeds();

    assertThat(card.triesLeft()).isEqualTo(3);
    assertThat(card.verifyCount()).isEqualTo(2);
  }

  @Test
  void aCardThatIsPulledWhileItSignsSignsNothingAndWorksAgainAfterwards() throws Exception {
    VirtualCard card = VirtualCard.of(alice);
    service.reader(0).insert(card);
    card.delay(Duration.ofHours(1));
    FutureTask<Program.Run> signing = inBackground(() -> trySigning("SHA256-RSA-PKCS"));
    while (card.operations() == 0) {
      Thread.sleep(5);
    }

    service.reader(0).eject();

    assertThat(signing.get().status()).isNotZero();
    card.delay(Duration.ZERO);
    service.reader(0).insert(card);
    verify(alice, sign("SHA256-RSA-PKCS")).succeeds();
  }

  @Test
  void aCardThatLeavesDuringItsNextOperationSignsNothingAndWorksAgainAfterwards() throws Exception {
    VirtualCard card = VirtualCard.of(alice);
    service.reader(0).insert(card);
    card.ejectDuringNextOperation();

    assertThat(trySigning("SHA256-RSA-PKCS").status()).isNotZero();
    awaitEmptySlot();

    service.reader(0).insert(card);
    verify(alice, sign("SHA256-RSA-PKCS")).succeeds();
  }

  @Test
  void anotherCardInTheSameReaderHasAnotherSerial() throws Exception {
    UUID number = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    service.reader(0).insert(VirtualCard.builder(alice).guid(number).build());
    assertThat(slots()).contains("8899aabbccddeeff");

    service.reader(0).insert(VirtualCard.of(alice));

    assertThat(slots()).contains("serial num").doesNotContain("8899aabbccddeeff");
  }

  @Test
  void theCardShowsTheAnswerToResetThatItWasGiven() throws Exception {
    String atr = "3BB813008131FA524348544D4F494341A5";
    service.reader(0).insert(VirtualCard.builder(alice).atr(HexFormat.of().parseHex(atr)).build());

    assertThat(run("opensc-tool", "--atr").succeeds().output().replace(":", ""))
        .containsIgnoringCase(atr);
    verify(alice, sign("SHA256-RSA-PKCS")).succeeds();
  }

  @Test
  void theServiceStopsAndStartsWithTheCardInItsReader() throws Exception {
    service.reader(0).insert(VirtualCard.of(alice));

    service.stop();
    assertThat(slots()).doesNotContain("token label");
    service.start();

    verify(alice, sign("SHA256-RSA-PKCS")).succeeds();
    service.restart();
    verify(alice, sign("SHA256-RSA-PKCS")).succeeds();
  }

  @Test
  void twoServicesStandSideBySideAndKnowNothingOfEachOther() throws Exception {
    try (SmartCardService other = new SmartCardService()) {
      other.start();
      other.reader(0).insert(VirtualCard.of(alice));

      assertThat(slots()).doesNotContain("token label");
      assertThat(
              Program.run(
                      other.environment(),
                      List.of("pkcs11-tool", "--module", module.toString(), "--list-slots"))
                  .output())
          .contains("token label");
    }
  }

  private Program.Run run(String... command) throws Exception {
    return Program.run(service.environment(), List.of(command));
  }

  private Program.Run pkcs11(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("pkcs11-tool", "--module", module.toString()));
    command.addAll(List.of(arguments));
    return Program.run(service.environment(), command);
  }

  private String slots() throws Exception {
    return pkcs11("--list-slots").output();
  }

  private Program.Run login(String pin) throws Exception {
    return pkcs11("--login", "--pin", pin, "--list-objects", "--type", "privkey");
  }

  /** The service has noticed that the card in the first reader is gone. */
  private void awaitEmptySlot() throws Exception {
    while (run("opensc-tool", "--list-readers").output().contains("Yes")) {
      Thread.sleep(50);
    }
  }

  private byte[] certificate(String id) throws Exception {
    Path file = folder.resolve("certificate");
    pkcs11("--read-object", "--type", "cert", "--id", id, "--output-file", file.toString())
        .succeeds();
    return Files.readAllBytes(file);
  }

  private Path sign(String mechanism) throws Exception {
    trySigning(mechanism).succeeds();
    return folder.resolve("signature");
  }

  private Program.Run trySigning(String mechanism) throws Exception {
    return pkcs11(
        "--login",
        "--pin",
        VirtualCard.DEFAULT_PIN,
        "--sign",
        "--mechanism",
        mechanism,
        "--signature-format",
        "openssl",
        "--id",
        SIGN,
        "--input-file",
        words.toString(),
        "--output-file",
        folder.resolve("signature").toString());
  }

  private Program.Run verify(Person signer, Path signature) throws Exception {
    Path key = folder.resolve("signer.der");
    Files.write(key, signer.signing().getPublicKey().getEncoded());
    return run(
        "openssl",
        "dgst",
        "-sha256",
        "-keyform",
        "DER",
        "-verify",
        key.toString(),
        "-signature",
        signature.toString(),
        words.toString());
  }

  private Path encrypt(Person recipient) throws Exception {
    Path certificate = folder.resolve("recipient.pem");
    Authority.writePem(recipient.encryption(), certificate);
    Path encrypted = folder.resolve("encrypted");
    run(
            "openssl",
            "pkeyutl",
            "-encrypt",
            "-certin",
            "-inkey",
            certificate.toString(),
            "-in",
            words.toString(),
            "-out",
            encrypted.toString())
        .succeeds();
    return encrypted;
  }

  private Program.Run decrypt(String id, Path encrypted) throws Exception {
    return pkcs11(
        "--login",
        "--pin",
        VirtualCard.DEFAULT_PIN,
        "--decrypt",
        "--mechanism",
        "RSA-PKCS",
        "--id",
        id,
        "--input-file",
        encrypted.toString());
  }

  private static byte[] agree(PrivateKey own, PublicKey other) throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own);
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
