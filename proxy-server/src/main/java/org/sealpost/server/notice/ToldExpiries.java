package org.sealpost.server.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over restarts which expiries were told, in a text file: a line for each certificate
 * with its fingerprint and the last threshold in days. A file that cannot be read or written costs
 * no more than being told again. For one thread.
 */
final class ToldExpiries {
  private static final Logger LOG = LoggerFactory.getLogger(ToldExpiries.class);
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,3})");

  /** Far more than anybody has certificates; above that all are forgotten. */
  private static final int MOST = 1000;

  private final Path file;
  private final Map<String, Integer> thresholds = new TreeMap<>();

  ToldExpiries(Path file) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .limit(MOST)
            .forEach(it -> thresholds.put(it.group(1), Integer.parseInt(it.group(2))));
      }
    } catch (IOException e) {
      LOG.info("it is not known which expiring certificates were told of: {}", e.toString());
    }
  }

  /** Whether it was told within so many days of its end, or later. */
  boolean isTold(String fingerprint, int threshold) {
    return thresholds.getOrDefault(fingerprint, Integer.MAX_VALUE) <= threshold;
  }

  void remember(List<String> fingerprints, int threshold) {
    if (thresholds.size() > MOST) {
      thresholds.clear();
    }
    fingerprints.forEach(each -> thresholds.merge(each, threshold, Math::min));
    List<String> lines =
        thresholds.entrySet().stream().map(it -> it.getKey() + " " + it.getValue()).toList();
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(next, lines);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.info("it cannot be noted which expiring certificates were told of: {}", e.toString());
    }
  }
}
