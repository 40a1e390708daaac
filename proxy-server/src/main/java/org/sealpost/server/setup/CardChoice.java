package org.sealpost.server.setup;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.card.api.CardException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.setup.CardLook.Fit;
import org.sealpost.server.setup.find.Mailbox;

/** Looks at the cards and comes to what the account needs of them. For one thread. */
final class CardChoice {
  private static final Words WORDS = Words.beside(CardChoice.class);

  private final SetupParts parts;
  private final Wishes wishes;
  private final Dialogue dialogue;
  private Optional<Boolean> signWithoutAddress = Optional.empty();
  private Optional<Fit> fit = Optional.empty();

  CardChoice(SetupParts parts, Wishes wishes, Dialogue dialogue) {
    this.parts = parts;
    this.wishes = wishes;
    this.dialogue = dialogue;
  }

  /** Whether the user has said something of cards. */
  boolean isNamed() {
    return wishes.module().isPresent() || !wishes.pkcs12().isEmpty();
  }

  /**
   * Looks; that there is no card now is no obstacle.
   *
   * @param skipped whether cards are not what this is about
   */
  void choose(Mailbox mailbox, boolean skipped) throws IOException, InterruptedException {
    signWithoutAddress = wishes.signWithoutAddress();
    boolean none = wishes.pkcs12().isEmpty() && wishes.module().filter("none"::equals).isPresent();
    if (skipped || none) {
      return;
    }
    dialogue.tell(WORDS.phrase("card.looking"));
    try (BorrowedAgent agent = parts.cards().open(wishes.module(), wishes.pkcs12())) {
      CardLook look = CardLook.with(agent.agent(), mailbox.address(), Instant.now());
      look.sentences().forEach(dialogue::tell);
      fit = Optional.of(look.fit());
      if (look.fit() == Fit.NO_ADDRESS && signWithoutAddress.isEmpty()) {
        decide();
      }
    } catch (CardException e) {
      notLooked(new Phrase.Told(e.told().english(), e.told().in(Phrase.TAIWAN)));
    } catch (Failure e) {
      notLooked(e.words());
    } catch (IOException e) {
      notLooked(Telling.of(e));
    }
  }

  private void decide() throws IOException {
    if (dialogue.asks()) {
      signWithoutAddress =
          Optional.of(dialogue.confirm(WORDS.phrase("ask.sign-without-address"), true))
              .filter(wanted -> wanted);
    } else {
      dialogue.tell(WORDS.phrase("card.without-address"));
    }
  }

  private void notLooked(Phrase why) {
    dialogue.tell(WORDS.phrase("card.not-looked", why));
  }

  Optional<Boolean> signWithoutAddress() {
    return signWithoutAddress;
  }

  Optional<Fit> fit() {
    return fit;
  }
}
