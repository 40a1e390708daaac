package org.sealpost.server.cli;

/**
 * How many platform threads carry this process' virtual threads. The JDK has one for each core,
 * which is too few here: asking for the address of a host, opening a file on a slow disk and
 * calling SQLite each keep their carrier for as long as they take, so that on two cores two lookups
 * at a name server that does not answer would stop every session. Where the JDK does lend another
 * carrier, as for reading a process' output, it takes it back after 30 idle seconds and then
 * (25.0.3) lends no more.
 */
final class Carriers {
  /** Where the JDK looks when the first virtual thread is made; a user's own value stands. */
  static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  /** They are made when needed, and idle ones end. */
  private static final int AT_LEAST = 32;

  private Carriers() {}

  /** Must come before the first virtual thread. */
  static void prepare() {
    if (System.getProperty(PARALLELISM) == null) {
      int carriers = Math.max(AT_LEAST, Runtime.getRuntime().availableProcessors());
      System.setProperty(PARALLELISM, String.valueOf(carriers));
    }
  }
}
