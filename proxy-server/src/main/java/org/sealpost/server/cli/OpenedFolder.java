package org.sealpost.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.sealpost.mime.Content;

/** The folder that opened mails are written to, each to a new file that only the user can read. */
final class OpenedFolder {
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  /** The folder is made where it is missing. */
  OpenedFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Writes what came of a mail under the name of the file it came from; returns where. */
  Path write(Path source, Content content, String ending) throws IOException {
    String name = source.getFileName().toString().replaceFirst("(?i)\\.(eml|p7m|pem|der|cms)$", "");
    for (int number = 1; ; number++) {
      Path target = folder.resolve(number == 1 ? name + ending : name + "-" + number + ending);
      try (FileChannel file =
          FileChannel.open(
              target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE)) {
        copy(content, file, target);
        return target;
      } catch (FileAlreadyExistsException _) {
        // Never overwritten: the next number is tried.
      }
    }
  }

  private static void copy(Content content, FileChannel file, Path target) throws IOException {
    try (InputStream in = content.open();
        OutputStream out = Channels.newOutputStream(file)) {
      in.transferTo(out);
    } catch (IOException e) {
      Files.delete(target);
      throw e;
    }
  }
}
