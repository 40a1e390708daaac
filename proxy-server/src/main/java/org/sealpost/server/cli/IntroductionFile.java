package org.sealpost.server.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sealpost.introduction.IntroductionMail;
import org.sealpost.trust.PlainText;

/** A mail as a file, to be sent with a mail program. */
final class IntroductionFile {
  private IntroductionFile() {}

  /** Writes a new file; nothing is overwritten. */
  static void write(Path file, IntroductionMail mail) throws IOException, CommandFailed {
    try {
      Files.write(file, mail.bytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailed("introduce.file-exists", PlainText.of(file.toString()));
    }
  }
}
