package org.sealpost.card.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealpost.card.token.FakeModule.assertFails;
import static org.sealpost.card.token.FakeModule.sign;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.ModuleReport;
import org.sealpost.card.token.FakeCryptoki.Card;
import org.xipki.pkcs11.wrapper.PKCS11Constants;

/** Readers and cards that come, go and misbehave. */
final class Pkcs11ModuleTest {
  @TempDir Path folder;
  private FakeModule fake;
  private FakeCryptoki cryptoki;
  private Pkcs11Module module;
  private Card ming;
  private Card hua;

  @BeforeEach
  void loadTheModule() throws Exception {
    fake = new FakeModule(folder, Optional.empty());
    cryptoki = fake.cryptoki;
    module = fake.module;
    ming = fake.ming;
    hua = fake.hua;
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void aCardIsRecognisedInWhicheverReaderItIs() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.token();
    assertThat(token.present()).isTrue();
    assertThat(token.reader()).isEqualTo("reader 1");
    cryptoki.remove(1);
    module.look();
    assertThat(token.present()).isFalse();
    cryptoki.insert(3, ming);
    assertThat(fake.token()).isSameAs(token);
    assertThat(token.reader()).isEqualTo("reader 3");
    assertThat(module.tokens()).hasSize(1);
  }

  @Test
  void theLoginEndsWithTheCardsRemovalThoughItComesBack() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    assertThat(sign(token)).hasSize(256);
    cryptoki.remove(1);
    module.look();
    cryptoki.insert(1, ming);
    module.look();
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
    assertFails(CardError.LOCKED, () -> sign(token));
  }

  @Test
  void theLoginEndsThoughTheCardWasOutForAnInstantThatNoRoundSaw() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    cryptoki.remove(1);
    cryptoki.insert(1, ming);
    module.look();
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void anotherPersonsCardInTheSameReaderIsAnotherToken() throws Exception {
    cryptoki.insert(1, ming);
    Token mine = fake.unlocked();
    cryptoki.insert(1, hua);
    module.look();
    assertThat(mine.present()).isFalse();
    Token theirs = module.tokens().getLast();
    assertThat(theirs.id()).isEqualTo("2222");
    assertThat(theirs.loggedIn()).isFalse();
    assertFails(CardError.LOCKED, () -> sign(theirs));
    assertThat(hua.pins).isEmpty();
  }

  @Test
  void aCardThatIsExchangedUnseenGetsNoPinOfTheOther() throws Exception {
    ming.alwaysAuthenticate = true;
    hua.alwaysAuthenticate = true;
    cryptoki.insert(1, ming);
    Token mine = fake.unlocked();
    cryptoki.insert(1, hua);
    assertFails(CardError.TOKEN_ABSENT, () -> sign(mine));
    assertThat(hua.pins).isEmpty();
  }

  @Test
  void readersAreShownByNameWithTheCardsInThem() {
    cryptoki.insert(2, ming);
    module.look();
    ModuleReport report = module.modules().getFirst();
    assertThat(report.state()).isEqualTo(ModuleReport.State.WORKING);
    assertThat(report.description()).isEqualTo("fake 1.0");
    assertThat(report.readers())
        .containsExactly(
            new ModuleReport.Reader("reader 1", false, ""),
            new ModuleReport.Reader("reader 2", true, "1111"),
            new ModuleReport.Reader("reader 3", false, ""));
  }

  @Test
  void aModuleThatFailsLosesItsCardsAndIsBegunAnew() throws Exception {
    cryptoki.insert(1, ming);
    Token token = fake.unlocked();
    cryptoki.failure = PKCS11Constants.CKR_DEVICE_ERROR;
    module.look();
    assertThat(token.present()).isFalse();
    assertThat(module.modules().getFirst().state()).isEqualTo(ModuleReport.State.FAILING);
    for (int i = 0; i < 3; i++) {
      module.look();
    }
    assertThat(cryptoki.restarts).hasValue(1);
    module.look();
    assertThat(token.present()).isTrue();
    assertThat(token.loggedIn()).isFalse();
  }

  @Test
  void aModuleThatIsInstalledLaterIsFound() {
    fake.loadable = false;
    module.look();
    ModuleReport report = module.modules().getFirst();
    assertThat(report.state()).isEqualTo(ModuleReport.State.UNUSABLE);
    assertThat(report.problem()).contains("/lib/fake.so").contains("is not there");
    fake.loadable = true;
    cryptoki.insert(1, ming);
    module.look();
    assertThat(module.modules().getFirst().state()).isEqualTo(ModuleReport.State.WORKING);
    assertThat(module.tokens()).hasSize(1);
    assertThat(fake.loads).hasValue(2);
  }

  @Test
  void aCardWithTwoPinsShowsAsTwoTokens() {
    cryptoki.insert(1, ming);
    cryptoki.insert(2, new Card("1111", "Ming (signing)"));
    module.look();
    assertThat(module.tokens())
        .extracting(Token::id)
        .containsExactlyInAnyOrder("1111", "1111/Ming (signing)");
  }
}
