package org.sealpost.harness;

import java.nio.file.Path;
import java.util.Optional;

/** Where the processes of one build keep what takes long to make. */
public final class BuildFolder {
  /** The system property that names it; without it nothing is kept. */
  private static final String PROPERTY = "sealpost.build-folder";

  private BuildFolder() {}

  /** Its folder, where a build runs. */
  public static Optional<Path> get() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(Path::of)
        .map(Path::toAbsolutePath);
  }
}
