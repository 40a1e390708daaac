package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.sealpost.trust.PlainText;

/**
 * A file that a command writes for the user alone (mode 0600): whom one writes to is nobody else's
 * business. It is there whole or not at all.
 */
final class NewFile {
  private static final FileAttribute<?>[] OWNER_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private NewFile() {}

  /**
   * Writes it.
   *
   * @param overwrite whether it may take the place of a file that is there
   * @throws CommandFailed if it is there and may not be overwritten
   */
  static void write(Path file, byte[] content, boolean overwrite)
      throws IOException, CommandFailed {
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, ".sealpost", ".part", OWNER_ONLY);
    try {
      Files.write(part, content);
      if (overwrite) {
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } else {
        // Unlike a move, a link fails where another was faster.
        Files.createLink(file, part);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed("file-there", PlainText.of(file.toString()));
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
