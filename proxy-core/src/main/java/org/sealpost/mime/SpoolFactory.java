package org.sealpost.mime;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes spools. What does not fit {@code memoryLimit} goes to a file in {@code folder} that is
 * unlinked as soon as it is open and encrypted under a key that only memory holds. Thread-safe.
 */
public final class SpoolFactory {
  final Path folder;
  final int memoryLimit;
  final AtomicLong onDisk = new AtomicLong();

  /**
   * A factory.
   *
   * @param folder made with mode 0700 where it is missing, when the first file is needed
   * @param memoryLimit bytes of each spool kept in memory
   */
  public SpoolFactory(Path folder, int memoryLimit) {
    if (memoryLimit < 0) {
      throw new IllegalArgumentException("negative memory limit: " + memoryLimit);
    }
    this.folder = folder;
    this.memoryLimit = memoryLimit;
  }

  /** How many bytes the spools that are open have in files. */
  public long bytesOnDisk() {
    return onDisk.get();
  }

  /** An empty spool; the caller closes it. */
  public Spool create() {
    return new Spool(this);
  }
}
