package org.sealpost.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sealpost.failure.Phrase;

/** Answers questions by a word in them; what is not expected ends the test. */
final class Person implements Dialogue {
  final Deque<List<String>> answers = new ArrayDeque<>();
  final List<String> told = new ArrayList<>();
  boolean there = true;

  Person answers(String question, String answer) {
    answers.add(List.of(question, answer));
    return this;
  }

  @Override
  public boolean asks() {
    return there;
  }

  @Override
  public String ask(Phrase question, String standard) throws IOException {
    if (answers.isEmpty()) {
      throw new IOException("the person has left at: " + question.english());
    }
    List<String> next = answers.remove();
    assertThat(question.english()).contains(next.getFirst());
    return next.getLast().isEmpty() ? standard : next.getLast();
  }

  @Override
  public boolean confirm(Phrase question, boolean standard) throws IOException {
    return ask(question, standard ? "y" : "n").equals("y");
  }

  @Override
  public void tell(Phrase sentence) {
    told.add(sentence.english());
  }

  @Override
  public void detail(Phrase sentence) {
    told.add(sentence.english());
  }

  String heard() {
    return String.join("\n", told);
  }
}
