package org.sealpost.card.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.card.agent.PinPrompt.Question;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.Words;

/**
 * The words of a prompt. What comes from outside (the label of a token, addresses out of a mail) is
 * shown without control and formatting characters, so that it can neither add lines nor reorder
 * them, and cut to a length that leaves an Assuan line (1,000 octets) room for all.
 */
final class PromptText {
  private static final int MAX_OCTETS = 100;
  private static final String MORE = "…";

  private final Words words = Words.beside(PromptText.class);
  private final Locale language;

  PromptText(Locale language) {
    this.language = language;
  }

  private String text(String key, Object... arguments) {
    return words.told(key, arguments).in(language);
  }

  String title() {
    return text("prompt.title");
  }

  String label() {
    return text("prompt.label");
  }

  String ok() {
    return text("prompt.ok");
  }

  String cancel() {
    return text("prompt.cancel");
  }

  /** Why the PIN is asked for again. */
  String remark(PinPrompt.Remark remark) {
    return switch (remark) {
      case PinPrompt.Remark.Wrong _ -> text("prompt.wrong");
      case PinPrompt.Remark.KnownWrong _ -> text("prompt.known-wrong");
      case PinPrompt.Remark.WrongLength(int min, int max) when max == Integer.MAX_VALUE ->
          text("prompt.length.min", min);
      case PinPrompt.Remark.WrongLength(int min, int max) -> text("prompt.length", min, max);
    };
  }

  /** Lines that name the token and what its PIN is wanted for, and warn before the last try. */
  String description(Question question) {
    return lines("prompt.token", question, true);
  }

  /** As {@link #description}, less the warning, for a prompt that shows an {@link #alert}. */
  String calmDescription(Question question) {
    return lines("prompt.token", question, false);
  }

  /** What a prompt that can make words stand out does so with; empty if there is nothing. */
  String alert(Question question) {
    return Stream.concat(
            question.remark().map(this::remark).stream(),
            question.finalTry() ? Stream.of(text("prompt.final-try")) : Stream.empty())
        .collect(Collectors.joining("\n"));
  }

  /** As {@link #description}, for a PIN that is typed on the reader's pad. */
  String padDescription(Question question) {
    return lines("prompt.pad", question, true);
  }

  private String lines(String key, Question question, boolean warning) {
    List<String> lines = new ArrayList<>();
    PinPrompt.Card card = question.card();
    String holder = harmless(card.holder());
    lines.add(
        text(
            holder.isEmpty() ? key : key + ".holder",
            harmless(card.label()),
            harmless(card.reader()),
            holder));
    Purpose purpose = question.purpose();
    String account = harmless(purpose.account());
    String detail = harmless(purpose.detail());
    switch (purpose.kind()) {
      case UNLOCK, UNLOCK_FINAL_TRY -> {
        // The user asked, and knows what for.
      }
      case SIGN_MAIL -> lines.add(text(variant("sign", account, detail), account, detail));
      case OPEN_MAIL -> lines.add(text(variant("open", account, detail), account, detail));
    }
    if (question.finalTry()) {
      if (warning) {
        lines.add(text("prompt.final-try"));
      }
    } else {
      question.triesLeft().ifPresent(tries -> lines.add(text("prompt.tries", tries)));
    }
    return String.join("\n", lines);
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
