package org.sealpost.card.agent;

import java.nio.charset.StandardCharsets;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.Words;

/**
 * The words of a prompt. What comes from outside (the label of a token, addresses out of a mail) is
 * shown without control and formatting characters, so that it can neither add lines nor reorder
 * them, and cut to a length that leaves an Assuan line (1,000 octets) room for all.
 */
final class PromptText {
  private static final int MAX_OCTETS = 120;
  private static final String MORE = "…";

  private final Words words = Words.beside(PromptText.class);

  String title() {
    return words.text("prompt.title");
  }

  String label() {
    return words.text("prompt.label");
  }

  String lastWrong() {
    return words.text("prompt.wrong");
  }

  /** Lines that name the token and what its PIN is wanted for. */
  String description(PinPrompt.Question question) {
    String token =
        words.text("prompt.token", harmless(question.label()), harmless(question.reader()));
    Purpose purpose = question.purpose();
    String account = harmless(purpose.account());
    String detail = harmless(purpose.detail());
    return switch (purpose.kind()) {
      case UNLOCK, UNLOCK_FINAL_TRY -> token;
      case SIGN_MAIL ->
          token + "\n" + words.text(variant("sign", account, detail), account, detail);
      case OPEN_MAIL ->
          token + "\n" + words.text(variant("open", account, detail), account, detail);
    };
  }

  private static String variant(String act, String account, String detail) {
    return "prompt."
        + act
        + (account.isEmpty() ? "" : ".account")
        + (detail.isEmpty() ? "" : ".peer");
  }

  /** The text without what could change the prompt around it. */
  static String harmless(String text) {
    StringBuilder shown = new StringBuilder();
    int octets = 0;
    for (int character : text.codePoints().toArray()) {
      if (!isHarmless(character)) {
        continue;
      }
      octets += escapedLength(character);
      if (octets > MAX_OCTETS) {
        return shown.append(MORE).toString();
      }
      shown.appendCodePoint(character);
    }
    return shown.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static int escapedLength(int character) {
    return character == '%'
        ? 3
        : Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
  }
}
