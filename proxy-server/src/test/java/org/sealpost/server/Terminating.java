package org.sealpost.server;

import java.io.IOException;
import java.time.Duration;

/** A process that is told to end, and takes until the end of its standard input for it. */
final class Terminating {
  private Terminating() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Termination termination = new Termination(Duration.ofMinutes(1))) {
      System.out.println("ready");
      termination.await();
      System.out.println("stopping");
      int _ = System.in.read();
    }
  }
}
