package org.sealpost.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/** The folder {@code sealpost.state-dir}. */
public final class StateFolder {
  private static final Words WORDS = Words.beside(StateFolder.class);

  private StateFolder() {}

  /**
   * Makes it where it is missing, for this user alone.
   *
   * @throws IOException if it cannot be made or written to; the message says what to do
   */
  public static void make(Path folder) throws IOException {
    try {
      OwnFolder.makeIfMissing(folder);
    } catch (FileAlreadyExistsException e) {
      throw new TellingIoException(WORDS.phrase("state-dir.no-folder", folder, e.getFile()), e);
    } catch (IOException e) {
      throw new TellingIoException(WORDS.phrase("state-dir.cannot-be-made", folder), e);
    }
    if (!Files.isWritable(folder)) {
      throw new TellingIoException(WORDS.phrase("state-dir.not-writable", folder));
    }
  }
}
