package org.sealpost.card.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.sealpost.card.api.Purpose;
import org.sealpost.card.api.Told;

/**
 * A way to ask the user for a PIN. {@link #ask} and {@link #notice} are called by one thread at a
 * time and block until the user has answered or the patience is over; {@link #withdraw} may come
 * from any thread.
 */
interface PinPrompt {
  /**
   * The card that the PIN is of.
   *
   * @param holder the name in its certificate; empty where that is not known
   * @param reader the reader's name, or the file's path
   */
  record Card(String label, String holder, String reader) {}

  /** Why the PIN is asked for again. */
  sealed interface Remark {
    /** The card did not take the PIN given before. */
    record Wrong() implements Remark {}

    /** The PIN was wrong once and was not sent to the card again. */
    record KnownWrong() implements Remark {}

    /**
     * The PIN cannot be this card's and was not sent to it.
     *
     * @param min its least length in characters
     * @param max its greatest length in characters; {@link Integer#MAX_VALUE} where it has none
     */
    record WrongLength(int min, int max) implements Remark {}
  }

  /**
   * What to ask for.
   *
   * @param purpose what the PIN is wanted for
   * @param remark why it is asked for again, if it is
   * @param triesLeft where that is known
   * @param finalTry whether one more wrong PIN locks the card
   * @param patience after which the prompt goes away
   */
  record Question(
      Card card,
      Purpose purpose,
      Optional<Remark> remark,
      OptionalInt triesLeft,
      boolean finalTry,
      Duration patience) {
    Question with(Remark next) {
      return new Question(card, purpose, Optional.of(next), triesLeft, finalTry, patience);
    }

    Question with(Duration next) {
      return new Question(card, purpose, remark, triesLeft, finalTry, next);
    }
  }

  /** How it went. */
  sealed interface Answer {
    /** The user gave a PIN; whoever takes the answer wipes it. */
    record Given(Pin pin) implements Answer {}

    /** The user closed the prompt, or it was withdrawn. */
    record Cancelled() implements Answer {}

    /** The patience was over. */
    record TimedOut() implements Answer {}

    /**
     * This way is not open here and now.
     *
     * @param reason words for the user
     */
    record Unavailable(Told reason) implements Answer {}
  }

  Answer ask(Question question);

  /**
   * Says that the PIN is to be typed on the reader's pad, until it is withdrawn; never {@link
   * Answer.Given}.
   */
  Answer notice(Question question);

  /** Makes a prompt or a notice that is up go away. */
  void withdraw();

  /** The terminal that the user sits at, if it was named and can be one. */
  static Optional<String> terminal(Purpose purpose) {
    return Optional.of(purpose.terminal())
        .filter(name -> name.matches("/dev/(pts/[0-9]{1,6}|tty[A-Za-z0-9]{1,12})"));
  }
}
