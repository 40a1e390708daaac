package org.sealpost.unmark;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.mark.MarkState;

/** The pictures that marks have, and what stands for them where a charset lacks them. */
final class Signs {
  private static final Set<Integer> PICTURES =
      Stream.of(MarkState.values())
          .map(state -> state.sign().codePointAt(0))
          .collect(Collectors.toUnmodifiableSet());

  private Signs() {}

  static boolean isPicture(int c) {
    return c > 127 && PICTURES.contains(c);
  }

  /** What a legacy charset, or a file system, has in the place of a picture. */
  static boolean isStandIn(int c, boolean fileName) {
    return c == '?' || c == 0xfffd || (fileName && c == '_');
  }
}
