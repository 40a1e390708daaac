package org.sealpost.server.console;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where one page of a long list lies.
 *
 * @param previous the link to the page before
 */
record Paging(Optional<String> previous, Optional<String> next) {
  static final int SIZE = 25;

  private static final int LAST = 10_000;

  /** The page's number, from 0. */
  static int number(Request request) {
    try {
      int number = request.parameter("page").map(Integer::parseInt).orElse(0);
      return Math.clamp(number, 0, LAST);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** As the address of a page has it: nothing for the first. */
  static String written(int number) {
    return number == 0 ? "" : String.valueOf(number);
  }

  /**
   * @param found what was found when asking for one more than a page has
   * @param link to the page of a number
   */
  static Paging of(int number, List<?> found, IntFunction<String> link) {
    return new Paging(
        number > 0 ? Optional.of(link.apply(number - 1)) : Optional.empty(),
        found.size() > SIZE ? Optional.of(link.apply(number + 1)) : Optional.empty());
  }

  static <T> List<T> page(List<T> found) {
    return found.subList(0, Math.min(SIZE, found.size()));
  }
}
