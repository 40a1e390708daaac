package org.sealpost.trust.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small answers kept in a folder of their own, so that they outlive a restart: a file for each,
 * which only the user can read, for they tell whom the user has mail with. Whoever reads one checks
 * it again; a disk that is full or cannot be read costs only the asking anew. Thread-safe.
 */
public final class KeptAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);

  private static final Pattern NAME = Pattern.compile("[0-9a-f]{1,128}");

  private final Path folder;
  private final Duration age;
  private final long maxBytes;
  private final InstantSource clock;

  /**
   * @param age for how long an answer is kept
   * @param maxBytes how much all of them together may take; the oldest go first
   */
  public KeptAnswers(Path folder, Duration age, long maxBytes, InstantSource clock) {
    this.folder = folder;
    this.age = age;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** An answer with the time at which it was kept. */
  public record Kept(byte[] bytes, Instant at) {}

  private record Entry(Path file, Instant keptAt, long size) {}

  /**
   * The answer kept by this name, unless it is too old.
   *
   * @param name of hexadecimal digits
   */
  public Optional<Kept> find(String name) {
    Path file = file(name);
    try {
      Instant at = Files.getLastModifiedTime(file).toInstant();
      return isOld(at) ? Optional.empty() : Optional.of(new Kept(Files.readAllBytes(file), at));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("A kept answer cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Keeps an answer in the place of what there was by this name. */
  public void keep(String name, byte[] answer) {
    Path file = file(name);
    try {
      createFolder();
      Path making = Files.createTempFile(folder, "new-", ".tmp");
      try {
        Files.write(making, answer);
        Files.setLastModifiedTime(making, FileTime.from(clock.instant()));
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(making);
      }
      removeOld();
    } catch (IOException e) {
      LOG.warn("An answer cannot be kept: {}", e.toString());
    }
  }

  /** Removes what is kept by this name. */
  public void forget(String name) {
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      LOG.warn("A kept answer cannot be removed: {}", e.toString());
    }
  }

  private Path file(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(name);
    }
    return folder.resolve(name);
  }

  private void createFolder() throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private boolean isOld(Instant keptAt) {
    return keptAt.plus(age).isBefore(clock.instant());
  }

  private synchronized void removeOld() throws IOException {
    List<Entry> newestFirst =
        entries().stream().sorted(Comparator.comparing(Entry::keptAt).reversed()).toList();
    long total = 0;
    for (Entry entry : newestFirst) {
      total += entry.size();
      if (total > maxBytes || isOld(entry.keptAt())) {
        Files.deleteIfExists(entry.file());
      }
    }
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        try {
          entries.add(
              new Entry(file, Files.getLastModifiedTime(file).toInstant(), Files.size(file)));
        } catch (NoSuchFileException _) {
          // Another thread has just moved or removed it.
        }
      }
    }
    return entries;
  }
}
