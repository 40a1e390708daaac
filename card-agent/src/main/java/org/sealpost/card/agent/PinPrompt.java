package org.sealpost.card.agent;

import java.time.Duration;
import java.util.Optional;
import org.sealpost.card.api.Purpose;

/**
 * A way to ask the user for a PIN. {@link #ask} is called by one thread at a time and blocks until
 * the user has answered or the patience is over; {@link #withdraw} may come from any thread.
 */
interface PinPrompt {
  /**
   * What to ask for.
   *
   * @param label the token's
   * @param reader where the token is
   * @param purpose what the PIN is wanted for
   * @param lastWrong whether the PIN given before was wrong
   * @param patience after which the prompt goes away
   */
  record Question(
      String label, String reader, Purpose purpose, boolean lastWrong, Duration patience) {}

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
    record Unavailable(String reason) implements Answer {}
  }

  Answer ask(Question question);

  /** Makes a prompt that is up go away. */
  void withdraw();

  /** The terminal that the user sits at, if it was named and can be one. */
  static Optional<String> terminal(Purpose purpose) {
    return Optional.of(purpose.terminal())
        .filter(name -> name.matches("/dev/(pts/[0-9]{1,6}|tty[A-Za-z0-9]{1,12})"));
  }
}
