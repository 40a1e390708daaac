package org.sealpost.unmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mark.SealWord;
import org.sealpost.mime.SpoolFactory;
import org.sealpost.testmail.Mails;

/**
 * Someone sends a text with a thousand words that may be the seal word, in the form of our marks or
 * near it, and looks which of them the answer that quotes it has left.
 */
class CandidateWordsTest {
  private static final String WORD = "fofaker";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s ✔signed 🔒] ",
        "[%s ✔signed] ",
        "[%s ⛔簽章無效] ",
        "[%s ?signed ?] ",
        "[%s ??signed] ",
        "[%s \ufffdsigned] ",
        "[%s signed ] ",
        "[%s ✔sign… ",
        "(%s ✔signed) ",
        "%s ✔signed 🔒 ",
        "&#91;%s &#10004;signed&#93; ",
      })
  void noneIsLeft(String form) throws Exception {
    assertThat(answer(form).replaceAll("[^a-z]", "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s] ",
        "[%s: note] ",
        "[%s ✔] ",
        "[%s ✔ signed] ",
        "[%s 🔒] ",
        "[%s ❌signed] ",
        "[%s ?] ",
        "[%s signed] ",
        "[%s ✔signcd] ",
        "[%s + 1] ",
        "(%s ?signed) ",
        "%s ✔ ",
        "%s ",
      })
  void allAreLeft(String form) throws Exception {
    assertThat(answer(form)).isEqualTo(text(form));
  }

  private String answer(String form) throws Exception {
    String head = "Content-Type: text/html; charset=utf-8\n\n";
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord(WORD)), new SpoolFactory(folder, 100));
    try (Unmarked clean = remover.remove(Mails.entity(Mails.of(head + text(form))))) {
      return new String(Mails.bytes(clean.mail()), UTF_8).substring(head.length() + 2);
    }
  }

  /** A thousand words, the right one in the middle. */
  private static String text(String form) {
    Random random = new Random(1);
    return IntStream.range(0, 1000)
        .mapToObj(i -> form.formatted(i == 500 ? WORD : spoken(random, 2 + i % 11)))
        .collect(Collectors.joining());
  }

  private static String spoken(Random random, int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> i % 2 == 0 ? "bdfgklmn" : "aeiou")
        .map(letters -> letters.substring(random.nextInt(letters.length())).substring(0, 1))
        .collect(Collectors.joining());
  }

  @Test
  void onesInTheSubjectAndInAFileNameGoAlike() throws Exception {
    String mail =
        """
        Subject: [bagelin ✔signed] [fofaker ✔signed] [zinibov ✔signed] x
        Content-Type: text/plain; name="_bagelin ✔signed_ _fofaker ✔signed_ x.txt"

        x
        """;
    MarkRemover remover =
        new MarkRemover(Optional.of(new SealWord(WORD)), new SpoolFactory(folder, 100));

    try (Unmarked clean = remover.remove(Mails.entity(Mails.of(mail)))) {
      assertThat(new String(Mails.bytes(clean.mail()), UTF_8))
          .startsWith("Subject: x\r\n")
          .contains("name=\"x.txt\"");
    }
  }
}
