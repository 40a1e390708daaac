package org.sealpost.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The card's own answers, command by command. */
class PivCommandTest {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String RIGHT_PIN = "0020008008313233343536FFFF";
  private static final String WRONG_PIN = "0020008008393939393939FFFF";
  private static final int SIGN = 0x9C;
  private static final int DECRYPT = 0x9D;
  private static final byte[] CHALLENGE = new byte[256];
  private static final Person ALICE = new Authority("CA").person("Alice", "alice@example.test");

  static {
    Arrays.fill(CHALLENGE, 1, CHALLENGE.length, (byte) 0x42);
  }

  private final VirtualCard card = VirtualCard.of(ALICE);

  @ParameterizedTest
  @CsvSource({
    "00A404000BA00000030800001000010000, 61114F0600001000010079074F05A0000003089000",
    "00A4040009A0000003080000100000, 61114F0600001000010079074F05A0000003089000",
    "00A4040005A00000000300, 6A82",
    "00CB3FFF035C017E00, 7E124F0BA0000003080000100001005F2F0240009000",
    "00CB3FFF0000035C017E0000, 7E124F0BA0000003080000100001005F2F0240009000",
    "00CB3FFF055C035FC10500, 6A82",
    "00CB0000055C035FC10500, 6A86",
    "00CB3FFF035C055F00, 6A80",
    "00CB3FFF055C03, 6A80",
    "00CB, 6A80",
    "00200080, 63C3",
    "00200081083132333435363738, 6A88",
    "00200080023132, 6A80",
    "0087079B00, 6A88",
    "0087119C00, 6A86",
    "0087079C00, 6982",
    "8020008000, 6E00",
    "00FE0000, 6D00",
  })
  void answersAsThePivStandardSays(String command, String answer) throws Exception {
    assertThat(send(command)).isEqualTo(answer);
    assertThat(card.triesLeft()).isEqualTo(3);
  }

  @Test
  void aCertificateComesWholeInPartsOfAnySize() throws Exception {
    byte[] certificate = ALICE.signing().getEncoded();

    byte[] atOnce = card.transmit(HEX.parseHex("00CB3FFF0000055C035FC10A0000"));
    ByteArrayOutputStream inParts = new ByteArrayOutputStream();
    byte[] part = card.transmit(HEX.parseHex("00CB3FFF055C035FC10A08"));
    assertThat(part).hasSize(8 + 2);
    while (part[part.length - 2] == 0x61) {
      inParts.write(part, 0, part.length - 2);
      part = card.transmit(HEX.parseHex("00C0000050"));
    }
    inParts.writeBytes(part);

    assertThat(inParts.toByteArray()).isEqualTo(atOnce);
    assertThat(HEX.formatHex(atOnce)).contains(HEX.formatHex(certificate));
  }

  @Test
  void theKeyWorksAlikeWithExtendedLengthAndInAChain() throws Exception {
    BigInteger expected = new BigInteger(1, CHALLENGE);
    RSAPublicKey key = (RSAPublicKey) ALICE.encryption().getPublicKey();
    send(RIGHT_PIN);

    String extended = send(extended(DECRYPT));
    byte[] body = template();
    String first = HEX.formatHex(body, 0, 255);
    String rest = HEX.formatHex(body, 255, body.length);
    assertThat(send("1087079DFF" + first)).isEqualTo("9000");
    String partly = send("0087079D%02X".formatted(body.length - 255) + rest + "00");
    String chained = partly.substring(0, 512) + send("00C0000000");

    assertThat(partly).endsWith("6108");
    assertThat(chained).isEqualTo(extended).endsWith("9000");
    BigInteger result = new BigInteger(extended.substring(16, 16 + 512), 16);
    assertThat(result.modPow(key.getPublicExponent(), key.getModulus())).isEqualTo(expected);
    assertThat(card.operations()).isEqualTo(2);
  }

  @Test
  void anotherCommandEndsAChain() throws Exception {
    assertThat(send("1087079D02" + "7C82")).isEqualTo("9000");
    assertThat(send(RIGHT_PIN)).isEqualTo("9000");
    assertThat(send(extended(DECRYPT))).endsWith("9000");
  }

  @Test
  void signingAsksForThePinEachTimeAndDecryptingOnce() throws Exception {
    send(RIGHT_PIN);
    assertThat(send(extended(SIGN))).endsWith("9000");
    assertThat(send(extended(SIGN))).isEqualTo("6982");
    assertThat(send(extended(DECRYPT))).endsWith("9000");
    assertThat(send(extended(DECRYPT))).endsWith("9000");
    assertThat(send(extended(SIGN))).isEqualTo("6982");

    send(RIGHT_PIN);
    assertThat(send(extended(SIGN))).endsWith("9000");
    assertThat(card.operations()).isEqualTo(4);
    assertThat(card.verifyCount()).isEqualTo(2);
  }

  @Test
  void aResetForgetsThatThePinWasGiven() throws Exception {
    send(RIGHT_PIN);
    assertThat(send("00200080")).isEqualTo("9000");

    card.reset();

    assertThat(send("00200080")).isEqualTo("63C3");
    assertThat(send(extended(DECRYPT))).isEqualTo("6982");
  }

  @Test
  void selectingTheApplicationAgainKeepsTheLogin() throws Exception {
    send(RIGHT_PIN);
    send("00A4040009A0000003080000100000");
    assertThat(send("00200080")).isEqualTo("9000");
  }

  @Test
  void threeWrongPinsLockTheCardForGood() throws Exception {
    assertThat(send(WRONG_PIN)).isEqualTo("63C2");
    assertThat(send(WRONG_PIN)).isEqualTo("63C1");
    assertThat(send(WRONG_PIN)).isEqualTo("6983");

    card.reset();

    assertThat(send(RIGHT_PIN)).isEqualTo("6983");
    assertThat(send("00200080")).isEqualTo("6983");
    assertThat(card.triesLeft()).isZero();
    assertThat(card.verifyCount()).isEqualTo(4);
  }

  @Test
  void theRightPinGivesAllTriesBackAndAWrongOneEndsTheLogin() throws Exception {
    send(WRONG_PIN);
    send(WRONG_PIN);
    assertThat(card.triesLeft()).isEqualTo(1);
    assertThat(send(RIGHT_PIN)).isEqualTo("9000");
    assertThat(card.triesLeft()).isEqualTo(3);

    send(WRONG_PIN);

    assertThat(send(extended(DECRYPT))).isEqualTo("6982");
  }

  @Test
  void askingForTheTriesLeftSpendsNone() throws Exception {
    send("00200080");
    send("0020008000");
    assertThat(card.triesLeft()).isEqualTo(3);
    assertThat(card.verifyCount()).isZero();
  }

  @Test
  void anOperationThatTheCardLeavesIsCountedAndHasNoAnswer() throws Exception {
    send(RIGHT_PIN);
    card.ejectDuringNextOperation();
    assertThatThrownBy(() -> send(extended(DECRYPT))).isInstanceOf(CardRemovedException.class);
    assertThat(card.operations()).isEqualTo(1);
    assertThat(send(extended(DECRYPT))).endsWith("9000");
  }

  @Test
  void aSlowOperationEndsWhenTheCardIsPulled() throws Exception {
    send(RIGHT_PIN);
    card.delay(Duration.ofHours(1));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    card.transmit(HEX.parseHex(extended(DECRYPT)));
                  } catch (InterruptedException | CardRemovedException _) {
                    interrupted.countDown();
                  }
                });
    while (card.operations() == 0) {
      Thread.onSpinWait();
    }

    reader.interrupt();

    interrupted.await();
    assertThat(card.operations()).isEqualTo(1);
  }

  @Test
  void onlyKeysThatThePivStandardKnowsAreTaken() {
    Person carol = new Authority("CA").personWithEllipticKeys("Carol", "carol@example.test");
    assertThat(VirtualCard.of(carol).triesLeft()).isEqualTo(3);
    assertThatThrownBy(() -> VirtualCard.builder(carol).pin("1234").build())
        .hasMessageContaining("six to eight digits");
  }

  private String send(String command) throws Exception {
    return HEX.formatHex(card.transmit(HEX.parseHex(command)));
  }

  /** GENERAL AUTHENTICATE with RSA-2048 and extended length. */
  private static String extended(int slot) {
    byte[] body = template();
    return "008707%02X".formatted(slot)
        + "00%04X".formatted(body.length)
        + HEX.formatHex(body)
        + "0000";
  }

  private static byte[] template() {
    return ByteBuffer.allocate(4 + 2 + 4 + CHALLENGE.length)
        .put(HEX.parseHex("7C820106"))
        .put(HEX.parseHex("8200"))
        .put(HEX.parseHex("81820100"))
        .put(CHALLENGE)
        .array();
  }
}
