package org.sealpost.server.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private NewFile() {}

  /** What goes into the file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException, CommandFailed;
  }

  /**
   * Writes it, where the command can be told to overwrite. If the content fails, there is no file.
   *
   * @param overwrite whether it may take the place of a file that is there
   * @throws CommandFailed if it is there and may not be overwritten, or cannot be made there
   */
  static void write(Path file, Content content, boolean overwrite)
      throws IOException, CommandFailed {
    try {
      if (overwrite) {
        replace(file, content);
      } else {
        create(file, content, "file-there.force");
      }
    } catch (NoSuchFileException e) {
      throw notMade(file);
    }
  }

  /**
   * Writes it; nothing is overwritten.
   *
   * @throws CommandFailed if it is there, or cannot be made there
   */
  static void write(Path file, byte[] content) throws IOException, CommandFailed {
    try {
      create(file, out -> out.write(content), "file-there");
    } catch (NoSuchFileException e) {
      throw notMade(file);
    }
  }

  /**
   * As {@link #write(Path, byte[])}, for what is written as it comes; if that fails, there is no
   * file.
   */
  static void write(Path file, Content content) throws IOException, CommandFailed {
    try {
      create(file, content, "file-there");
    } catch (NoSuchFileException e) {
      throw notMade(file);
    }
  }

  private static CommandFailed notMade(Path file) {
    return new CommandFailed("file-not-made", PlainText.of(file.toString()));
  }

  private static void create(Path file, Content content, String wordsIfThere)
      throws IOException, CommandFailed {
    SeekableByteChannel channel;
    try {
      channel = Files.newByteChannel(file, NEW, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed(wordsIfThere, PlainText.of(file.toString()));
    }
    boolean whole = false;
    try (OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      content.writeTo(out);
      out.flush();
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void replace(Path file, Content content) throws IOException, CommandFailed {
    Path folder = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, ".sealpost", ".part", OWNER_ONLY);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
