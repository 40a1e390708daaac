package org.sealpost.directory;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Says what it is told to, and notes what it is asked. */
final class FakeDirectory implements Directory {
  private final String name;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch released;
  private volatile Answer answer;
  private Domains domains = Domains.all();

  private FakeDirectory(String name, Answer answer, int held) {
    this.name = name;
    this.answer = answer;
    this.released = new CountDownLatch(held);
  }

  static FakeDirectory telling(String name, X509Certificate... certificates) {
    return new FakeDirectory(name, new Answer.Told(List.of(certificates), Duration.ofHours(2)), 0);
  }

  static FakeDirectory failing(String name) {
    return new FakeDirectory(name, new Answer.Failed("no connection"), 0);
  }

  /** Answers once it is {@link #release}d. */
  static FakeDirectory slow(String name, X509Certificate... certificates) {
    return new FakeDirectory(name, new Answer.Told(List.of(certificates), Duration.ofHours(2)), 1);
  }

  FakeDirectory only(String... names) {
    domains = new Domains(List.of(names));
    return this;
  }

  void answer(Answer other) {
    answer = other;
  }

  void release() {
    released.countDown();
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String identity() {
    return "fake " + name;
  }

  @Override
  public Domains domains() {
    return domains;
  }

  @Override
  public Answer ask(Question question) {
    asked.add(question.written());
    try {
      released.await();
    } catch (InterruptedException e) {
      return new Answer.Failed("interrupted");
    }
    return answer;
  }

  @Override
  public Optional<Answer.Failed> reach() {
    return answer instanceof Answer.Failed failed ? Optional.of(failed) : Optional.empty();
  }
}
