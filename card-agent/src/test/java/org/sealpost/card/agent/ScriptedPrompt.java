package org.sealpost.card.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A prompt that the test answers: at once where answers lie ready, otherwise when told. */
final class ScriptedPrompt implements PinPrompt {
  final List<Question> questions = Collections.synchronizedList(new ArrayList<>());
  final List<Pin> given = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger up = new AtomicInteger();
  final AtomicInteger mostUp = new AtomicInteger();
  private final LinkedBlockingQueue<Answer> ready = new LinkedBlockingQueue<>();
  private final SynchronousQueue<Question> appeared = new SynchronousQueue<>();
  private volatile boolean watched;

  static Answer pin(String pin) {
    byte[] octets = pin.getBytes(StandardCharsets.UTF_8);
    return new Answer.Given(Pin.ofUtf8(octets, octets.length));
  }

  void answer(Answer answer) {
    ready.add(answer);
  }

  /** From now on a prompt waits until {@link #awaitQuestion} has seen it. */
  void watch() {
    watched = true;
  }

  Question awaitQuestion() throws InterruptedException {
    Question question = appeared.poll(30, TimeUnit.SECONDS);
    if (question == null) {
      throw new AssertionError("no prompt came up");
    }
    return question;
  }

  @Override
  public Answer ask(Question question) {
    questions.add(question);
    mostUp.accumulateAndGet(up.incrementAndGet(), Math::max);
    try {
      if (watched) {
        appeared.put(question);
      }
      Answer answer = ready.take();
      if (answer instanceof Answer.Given(Pin pin)) {
        given.add(pin);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Cancelled();
    } finally {
      up.decrementAndGet();
    }
  }

  /** Ends when it is withdrawn, or with the answer that lies ready. */
  @Override
  public Answer notice(Question question) {
    return ask(question);
  }

  @Override
  public void withdraw() {
    ready.add(new Answer.Cancelled());
  }
}
