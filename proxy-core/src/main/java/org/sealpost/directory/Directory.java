package org.sealpost.directory;

import java.util.Optional;

/** A place to ask for the certificates of an address. Thread-safe; made for virtual threads. */
public interface Directory {
  /** As the configuration names it. */
  String name();

  /** What is asked and how, in one line: answers are kept under it. */
  String identity();

  /** The addresses that this directory may be asked for, and so learns of. */
  Domains domains();

  /** Asks now, and takes as long as its own limits let it: some seconds. */
  Answer ask(Question question);

  /**
   * Tries now whether it can be asked, without naming an address and without logging in.
   *
   * @return why not
   */
  Optional<Answer.Failed> reach();
}
