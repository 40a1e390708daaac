package org.sealpost.trust.crl;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Files that are of use while a list is read. */
final class TemporaryFiles {
  static final String SUFFIX = ".part";

  /** Longer than any list takes; a younger one may be another process's. */
  private static final Duration LEFT_BEHIND = Duration.ofDays(1);

  private TemporaryFiles() {}

  /** Deletes what a process left that ended in between. */
  static void deleteOld(Path folder) throws IOException {
    Instant limit = Instant.now().minus(LEFT_BEHIND);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
