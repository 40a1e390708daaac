package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SmartCardService;
import org.sealpost.harness.VirtualCard;

/**
 * The same as {@link MainJobTest} with cards in readers: one with RSA keys and one with elliptic
 * ones. Each side's agent sees both, and uses its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobOnCardsTest extends MainJobTest {
  private final List<VirtualCard> inserted = new ArrayList<>();
  private SmartCardService cards;

  @Override
  Setup held(Person person, Setup setup) throws Exception {
    if (cards == null) {
      SmartCardService.obstacle().ifPresent(Assumptions::abort);
      Assumptions.assumeTrue(SmartCardService.openSc().isPresent(), "OpenSC is not installed");
      cards = new SmartCardService();
      cards.start();
    }
    VirtualCard card = VirtualCard.of(person);
    cards.reader(inserted.size()).insert(card);
    inserted.add(card);
    return super.held(person, setup)
        .typing(VirtualCard.DEFAULT_PIN)
        .with(
            new Installation.Reader(SmartCardService.openSc().orElseThrow(), cards.environment()));
  }

  @Test
  void noCardWasAskedForMoreThanItsOwnerDid() throws Exception {
    assertThat(inserted).allSatisfy(card -> assertThat(card.triesLeft()).isEqualTo(3));
  }

  @AfterAll
  void stopCards() throws IOException {
    if (cards != null) {
      cards.close();
    }
  }
}
