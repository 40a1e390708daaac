package org.sealpost.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of the {@code sealpost} command, loaded and linked ahead of time (JEP 483), so that
 * the many processes of a test start in about two thirds of the time. One process makes it by a
 * whole round of a mail; who comes meanwhile does without, and so do all where it cannot be made.
 * Thread-safe.
 */
final class StartCache {
  private static final String PATH = System.getProperty("java.class.path");
  private static final Path COMMAND = Path.of("org/sealpost/server/cli/Sealpost.class");

  private StartCache() {}

  /**
   * Where the command's classes are. Java keeps no cache of folders; those here hold only what is
   * the tests', unless the command itself comes out of one.
   */
  static String classPath() {
    return isOfJars()
        ? entries()
            .filter(entry -> !Files.isDirectory(entry))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator))
        : PATH;
  }

  private static Stream<Path> entries() {
    return Stream.of(PATH.split(File.pathSeparator)).filter(it -> !it.isEmpty()).map(Path::of);
  }

  private static boolean isOfJars() {
    return entries().noneMatch(entry -> Files.exists(entry.resolve(COMMAND)));
  }

  /** Java's options that make use of it; none where there is none. */
  static List<String> options() {
    Optional<Path> folder = BuildFolder.get();
    if (folder.isEmpty() || !isOfJars()) {
      return List.of();
    }
    try {
      Path file = folder.get().resolve(name());
      return Files.exists(file) || make(file) ? List.of("-XX:AOTCache=" + file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** Differs where Java or any jar does: Java would complain of a cache of others. */
  private static String name() throws IOException {
    StringBuilder parts = new StringBuilder(Runtime.version().toString());
    for (Path entry : entries().filter(it -> !Files.isDirectory(it)).toList()) {
      parts.append('\n').append(entry);
      if (Files.exists(entry)) {
        BasicFileAttributes file = Files.readAttributes(entry, BasicFileAttributes.class);
        parts.append(' ').append(file.size()).append(' ').append(file.lastModifiedTime());
      }
    }
    return UUID.nameUUIDFromBytes(parts.toString().getBytes(StandardCharsets.UTF_8)) + ".aot";
  }

  private static boolean make(Path file) throws IOException, InterruptedException {
    Path failed = file.resolveSibling(file.getFileName() + ".log");
    Files.createDirectories(file.getParent());
    try (FileChannel channel =
            FileChannel.open(
                file.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel).orElse(null)) {
      if (lock == null || Files.exists(failed)) {
        return false;
      }
      if (Files.exists(file)) {
        return true;
      }
      forgetOthers(file);
      return train(file, failed);
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException _) {
      return Optional.empty();
    }
  }

  private static void forgetOthers(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path other : files.filter(it -> it.toString().contains(".aot")).toList()) {
        Files.delete(other);
      }
    }
  }

  /** In a process of its own: the mail server there keeps its first key for the process's life. */
  private static boolean train(Path file, Path log) throws IOException, InterruptedException {
    Path made = file.resolveSibling("new");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                PATH,
                StartTraining.class.getName(),
                made.toString())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      return false;
    }
    if (process.exitValue() != 0 || !Files.exists(made)) {
      return false;
    }
    Files.move(made, file);
    Files.delete(log);
    return true;
  }
}
