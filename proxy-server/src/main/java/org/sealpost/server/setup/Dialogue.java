package org.sealpost.server.setup;

import java.io.IOException;
import org.sealpost.failure.Phrase;

/** The one who sets up, as the set-up speaks with them. For one thread. */
public interface Dialogue {
  /** Whether there is someone who can be asked. */
  boolean asks();

  /**
   * Asks for a text.
   *
   * @param standard what an empty answer means; may be empty, then an empty answer is one
   * @throws IOException if the input has ended
   */
  String ask(Phrase question, String standard) throws IOException;

  /**
   * Asks for a yes or a no.
   *
   * @param standard what an empty answer means
   * @throws IOException if the input has ended
   */
  boolean confirm(Phrase question, boolean standard) throws IOException;

  /** Says a sentence. */
  void tell(Phrase sentence);

  /** Says a sentence to those who want to know all. */
  void detail(Phrase sentence);
}
