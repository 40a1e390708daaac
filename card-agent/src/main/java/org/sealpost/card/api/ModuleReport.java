package org.sealpost.card.api;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A PKCS#11 module as the agent finds it.
 *
 * @param path of the shared library; empty if none was configured and none found
 * @param state whether it works
 * @param description the library's own words and version; may be empty
 * @param problem words for the user, in English, where it does not work: what, why, and what to do;
 *     where it works and has been too busy to look at its readers, that; else empty
 * @param problemInChinese the same in Traditional Chinese; empty from an agent that gives none
 * @param readers the readers that the module sees
 */
public record ModuleReport(
    String path,
    State state,
    String description,
    String problem,
    String problemInChinese,
    List<Reader> readers) {
  /** Whether a module works. */
  public enum State {
    /** It is loaded and answers. */
    WORKING,
    /** It is loaded, and its last answer was an error; it is asked again. */
    FAILING,
    /** It cannot be loaded: no such file, another architecture, not a PKCS#11 module. */
    UNUSABLE,
    /** None is configured and none was found. */
    NONE
  }

  /**
   * A reader (PKCS#11: a slot).
   *
   * @param cardPresent whether a card is in it
   * @param tokenId {@link TokenInfo#id()} of the card in it; empty if there is none, or none that
   *     the module knows
   */
  public record Reader(String name, boolean cardPresent, String tokenId) {}

  public ModuleReport {
    readers = List.copyOf(readers);
    problemInChinese = Objects.requireNonNullElse(problemInChinese, "");
  }

  /** With its problem in both languages. */
  public ModuleReport(
      String path, State state, String description, Told problem, List<Reader> readers) {
    this(path, state, description, problem.english(), problem.chinese(), readers);
  }

  /** The problem in both languages. */
  public Told toldProblem() {
    return new Told(problem, problemInChinese);
  }

  /** The problem in this language, English where it is not Traditional Chinese. */
  public String problem(Locale locale) {
    return toldProblem().in(locale);
  }

  /** Whether a card that is not among those in the readers is surely in none of them. */
  public boolean tellsWhoIsMissing() {
    return state == State.WORKING
        && problem.isEmpty()
        && readers.stream().noneMatch(r -> r.cardPresent() && r.tokenId().isEmpty());
  }
}
