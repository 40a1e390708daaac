package org.sealpost.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What files of a package have in common, whoever built it and when. */
final class Installed {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");

  private Installed() {}

  /** Everyone may read all of it, and run what anyone may run. */
  static void modes(Path folder) throws IOException {
    for (Path file : under(folder)) {
      if (!Files.isSymbolicLink(file)) {
        Files.setPosixFilePermissions(
            file, Files.isDirectory(file) || Files.isExecutable(file) ? EXECUTABLE : PLAIN);
      }
    }
  }

  /** All of it is of one time. */
  static void times(Path folder, Instant time) throws IOException {
    FileTime all = FileTime.from(time);
    for (Path file : under(folder)) {
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(all, all, null);
    }
  }

  /** The bytes of all files in it. */
  static long size(Path folder) throws IOException {
    long size = 0;
    for (Path file : under(folder)) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static List<Path> under(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList();
    }
  }
}
