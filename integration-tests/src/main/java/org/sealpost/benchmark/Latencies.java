package org.sealpost.benchmark;

import java.util.Arrays;

/**
 * How long each of a number of equal steps took.
 *
 * @param nanos sorted
 */
record Latencies(long[] nanos) {

  /** A step that is timed. */
  interface Step {
    void run(int number) throws Exception;
  }

  /** Runs the step {@code warmUp} times untimed and {@code count} times timed. */
  static Latencies measure(int warmUp, int count, Step step) throws Exception {
    for (int i = 0; i < warmUp; i++) {
      step.run(i);
    }
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      step.run(warmUp + i);
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return new Latencies(nanos);
  }

  double percentileMillis(int percent) {
    int index = Math.min(nanos.length - 1, (int) ((long) nanos.length * percent / 100));
    return nanos[index] / 1e6;
  }

  double perSecond() {
    return nanos.length / (Arrays.stream(nanos).sum() / 1e9);
  }
}
