package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many columns the terminal has, as POSIX's {@code stty} tells it. */
final class TerminalWidth {
  private static final Pattern SIZE = Pattern.compile("[0-9]+ ([1-9][0-9]{1,4})");
  private static final int USUAL = 80;

  private TerminalWidth() {}

  /** Empty where the screen is no terminal. */
  static OptionalInt of(Screen screen) {
    return screen.terminal() ? OptionalInt.of(columns()) : OptionalInt.empty();
  }

  /** Where progress is shown; {@value #USUAL} where it is not. */
  static int ofProgress(Screen screen) {
    return screen.progress() ? columns() : USUAL;
  }

  private static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      Matcher matcher = SIZE.matcher(size);
      return stty.waitFor() == 0 && matcher.matches() ? Integer.parseInt(matcher.group(1)) : USUAL;
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }
}
