package org.sealpost.server.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line that says how far a long work is: how many of how many, the rate, and the time that is
 * left by it. It is shown on a terminal alone, changes at most ten times a second, and goes away
 * before anything else is written. For use by one thread.
 */
final class Progress implements AutoCloseable {
  private static final long SHOWN_EVERY = Duration.ofMillis(100).toNanos();

  /** Before that a rate is a guess. */
  private static final double SETTLED = 2;

  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 8;

  private final Screen screen;
  private final String what;
  private final LongSupplier clock;
  private final int columns;
  private final long begun;
  private long shown;
  private boolean up;

  /** What is done, in the user's language. */
  Progress(Screen screen, String what) {
    this(screen, what, System::nanoTime, TerminalWidth.ofProgress(screen));
  }

  /**
   * For a terminal of a width.
   *
   * @param clock as {@link System#nanoTime}
   */
  Progress(Screen screen, String what, LongSupplier clock, int columns) {
    this.screen = screen;
    this.what = what;
    this.clock = clock;
    this.columns = columns;
    this.begun = clock.getAsLong();
    this.shown = begun - SHOWN_EVERY;
  }

  /** So many of so many are done. */
  void done(long done, long all) {
    if (isDue() && all > 1) {
      String text =
          screen.text("progress.count", what, done, all, done * 100 / all)
              + rate(done, String.format(Locale.ROOT, "%.0f", done / seconds()))
              + left(done, all);
      show(bar(done, all, text) + text);
    }
  }

  /** So many octets came, of nobody knows how many. */
  void came(long octets) {
    if (isDue()) {
      show(
          screen.text("progress.amount", what, size(octets))
              + rate(octets, size(Math.round(octets / seconds()))));
    }
  }

  /** Takes the line away, so that something else can be written; it comes again with the work. */
  void clear() {
    if (up) {
      screen.progress("");
      up = false;
    }
  }

  @Override
  public void close() {
    clear();
  }

  private boolean isDue() {
    return screen.progress() && clock.getAsLong() - shown >= SHOWN_EVERY;
  }

  private void show(String line) {
    shown = clock.getAsLong();
    up = true;
    // A line that is full would wrap, and the next could not replace it.
    screen.progress(DisplayWidth.cut(line, columns - 1));
  }

  private double seconds() {
    return Math.max(0.001, (clock.getAsLong() - begun) / 1e9);
  }

  private String rate(long done, String rate) {
    return done > 0 && seconds() >= SETTLED ? screen.text("progress.rate", rate) : "";
  }

  private String left(long done, long all) {
    if (done == 0 || seconds() < SETTLED) {
      return "";
    }
    long left = Math.round(seconds() * (all - done) / done);
    return screen.text(
        "progress.left", String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60));
  }

  /** In what room the text leaves. */
  private String bar(long done, long all, String text) {
    int width = Math.min(WIDEST_BAR, columns - 4 - DisplayWidth.of(text));
    if (width < NARROWEST_BAR) {
      return "";
    }
    int full = Math.toIntExact(done * width / all);
    return "[" + "#".repeat(full) + "-".repeat(width - full) + "] ";
  }

  private static String size(long octets) {
    return octets < 1_000_000
        ? octets / 1000 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", octets / 1e6);
  }
}
