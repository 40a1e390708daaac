package org.sealpost.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process's memory as Linux tells it. */
final class Memory {
  private Memory() {}

  /** The most that was ever resident; -1 where the system does not tell. */
  static long peakMebibytes(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(-1);
  }

  /**
   * What is resident of this process, in MB.
   *
   * @param anonymous its own memory
   * @param files pages of mapped files, which the system takes back when it needs room
   */
  record Resident(double anonymous, double files) {}

  /** Zero where the system does not tell. */
  static Resident resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return new Resident(0, 0);
    }
    List<String> lines = Files.readAllLines(status);
    return new Resident(megabytes(lines, "RssAnon:"), megabytes(lines, "RssFile:"));
  }

  private static double megabytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
        .findFirst()
        .orElse(0);
  }
}
