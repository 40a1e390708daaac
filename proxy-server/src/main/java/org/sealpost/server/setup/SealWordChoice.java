package org.sealpost.server.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Words;
import org.sealpost.mark.SealWord;
import org.sealpost.server.Settings;
import org.sealpost.server.seal.KeptSealWord;

/** Offers a seal word, or lets the user choose one. */
final class SealWordChoice {
  private static final Words WORDS = Words.beside(SealWordChoice.class);

  private final Wishes wishes;
  private final Dialogue dialogue;
  private final Locale language;

  SealWordChoice(Wishes wishes, Dialogue dialogue, Locale language) {
    this.wishes = wishes;
    this.dialogue = dialogue;
    this.language = language;
  }

  /** The word to be kept; empty where there is one, or where the first start is to make one. */
  Optional<String> of(Optional<Settings> before) throws IOException {
    if (wishes.sealWord().isPresent()) {
      return wishes.sealWord();
    }
    boolean kept =
        before
            .filter(it -> it.marks().sealWord().isPresent() || Files.exists(it.sealWordFile()))
            .isPresent();
    boolean other = before.isPresent() && wishes.nameSettings();
    if (kept || other || !dialogue.asks()) {
      return Optional.empty();
    }
    dialogue.tell(WORDS.phrase("seal-word.about"));
    String offered = KeptSealWord.suggestion(language).word();
    while (true) {
      String word = dialogue.ask(WORDS.phrase("ask.seal-word"), offered);
      if (SealWord.isOne(word)) {
        return Optional.of(word);
      }
      dialogue.tell(WORDS.phrase("seal-word.not-one", SealWord.SHORTEST, SealWord.LONGEST));
    }
  }

  /** A line of the configuration without the word that may be in it: screens are looked at. */
  static String hidden(String line) {
    return line.replaceFirst("(seal-word\\s*[=:]\\s*)(?!auto\\b).+", "$1…");
  }
}
