package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealpost.card.api.TokenState;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.VirtualCard;

/** What becomes of the PIN and of the tries of a card in a reader. */
class CardPinTest extends OnVirtualCard {
  @Test
  void theCardsCertificatesAreShownWithoutAPin() throws Exception {
    installWithCard();
    SealpostCommand.Result listed = side.run("card", "list", "--json");
    assertThat(listed.output()).contains(MING, "sign", "decrypt", "notAfter");
    assertThat(card.verifyCount()).isZero();
    assertThat(Files.readString(folder.resolve("ming/agent.log"), StandardCharsets.UTF_8))
        .doesNotContain(VirtualCard.DEFAULT_PIN);
  }

  @Test
  void aThiefOfTriesGetsTwoAndTheLastIsKept() throws Exception {
    installWithCard();
    side.typePin("111111");
    assertThat(send("wrong once").output()).containsPattern("< 4\\d\\d .*PIN");
    assertThat(card.verifyCount()).isEqualTo(1);

    assertThat(side.run("unlock").status()).as("the same wrong PIN again").isNotZero();
    assertThat(card.verifyCount()).as("is not sent a second time").isEqualTo(1);

    side.typePin("222222");
    assertThat(side.run("unlock").status()).isNotZero();
    assertThat(card.triesLeft()).isEqualTo(1);

    side.typePin(VirtualCard.DEFAULT_PIN);
    SealpostCommand.Result refused = side.run("unlock");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output() + refused.errors()).contains("--final-try");
    assertThat(send("would be the last").output()).containsPattern("< 4\\d\\d .*final-try");
    assertThat(card.triesLeft()).isEqualTo(1);

    side.agent().close();
    side.startAgent();
    awaitState(TokenState.LOCKED);
    assertThat(side.run("unlock").status()).as("a restart changes nothing").isNotZero();
    assertThat(card.triesLeft()).isEqualTo(1);

    SealpostCommand.Result insisted = side.run("unlock", "--final-try");
    assertThat(insisted.status()).as(insisted.output() + insisted.errors()).isZero();
    assertThat(card.triesLeft()).isEqualTo(3);
    send("with the right one").succeeds();
  }

  @Test
  void aBlockedCardSaysWhereToGo() throws Exception {
    installWithCard();
    for (String wrong : List.of("111111", "222222", "333333")) {
      side.typePin(wrong);
      assertThat(side.run("unlock", "--final-try").status()).isNotZero();
    }
    assertThat(card.triesLeft()).isZero();
    awaitState(TokenState.BLOCKED);

    side.typePin(VirtualCard.DEFAULT_PIN);
    SealpostCommand.Result refused = side.run("unlock", "--final-try");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output() + refused.errors()).contains("household registration office");
    assertThat(send("blocked").output()).containsPattern("< 4\\d\\d ");
    assertThat(card.verifyCount()).isEqualTo(3);
  }

  @Test
  void aPinOfTheWrongLengthCostsNoTry() throws Exception {
    installWithCard();
    side.typePin("123");
    assertThat(side.run("unlock").status()).isNotZero();
    assertThat(card.verifyCount()).isZero();
    side.typePin(VirtualCard.DEFAULT_PIN);
    assertThat(side.run("unlock").status()).isZero();
  }

  @Test
  void aMailThatIsFetchedAgainAndAgainSpendsNoTry() throws Exception {
    installWithCard("policy.encrypt = required");
    knowMyself();
    send("mine").succeeds();
    assertThat(side.run("lock").status()).isZero();
    side.typePin("111111");
    for (int i = 0; i < 4; i++) {
      assertThat(fetch().output()).contains("-ERR [SYS/TEMP]");
    }
    assertThat(card.triesLeft()).isEqualTo(2);
  }

  @Test
  void thePromptNamesTheReaderTheHolderAndTheMail() throws Exception {
    installWithCard();
    send("prompt").succeeds();
    assertThat(Files.readString(folder.resolve("ming/pinentry.log")))
        .contains("王小明")
        .contains(MING)
        .contains("Sealpost Virtual Reader");
  }
}
