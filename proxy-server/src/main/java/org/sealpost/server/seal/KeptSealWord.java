package org.sealpost.server.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.mark.SealWord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seal word in a file that only this user may read. No message that comes from here has the
 * word in it.
 */
public final class KeptSealWord {
  private static final Words WORDS = Words.beside(KeptSealWord.class);

  private static final Logger LOG = LoggerFactory.getLogger(KeptSealWord.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** In octets; a word has twelve characters at most. */
  private static final int LONGEST_FILE = 100;

  private KeptSealWord() {}

  /**
   * The word that the user chose, or the one in the file, which is made where it is missing.
   *
   * @param language in which to make one
   * @throws IOException if the file has no word in it, or cannot be read or written; the message
   *     says what to do
   */
  public static SealWord of(Optional<String> chosen, Path file, Locale language)
      throws IOException {
    if (chosen.isPresent()) {
      return new SealWord(chosen.get());
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      keep(NewSealWord.in(language, new SecureRandom()), file);
    }
    return read(file);
  }

  /** One that is easy to know again and not to be guessed; it is kept nowhere. */
  public static SealWord suggestion(Locale language) {
    return NewSealWord.in(language, new SecureRandom());
  }

  /**
   * Keeps a word that the user chose, in the place of any other.
   *
   * @throws IOException if it cannot be written; the message says what to do
   * @throws IllegalArgumentException unless it {@link SealWord#isOne}
   */
  public static void keep(String word, Path file) throws IOException {
    keep(new SealWord(word), file);
  }

  private static SealWord read(Path file) throws IOException {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE) {
        keepFromOthers(file);
        String word = Files.readString(file).strip();
        if (SealWord.isOne(word)) {
          return new SealWord(word);
        }
      }
    } catch (CharacterCodingException e) {
      // Damaged as any other; its message might quote what is in the file.
    } catch (IOException e) {
      throw new TellingIoException(WORDS.phrase("seal-word.unreadable", file), e);
    }
    throw new TellingIoException(
        WORDS.phrase("seal-word.damaged", file, SealWord.SHORTEST, SealWord.LONGEST));
  }

  private static void keepFromOthers(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNER_ONLY.containsAll(view.readAttributes().permissions())) {
      view.setPermissions(OWNER_ONLY);
      LOG.warn(WORDS.text("seal-word.was-open", file));
    }
  }

  /** The file appears whole or not at all. */
  private static void keep(SealWord word, Path file) throws IOException {
    Path part = null;
    try {
      part = Files.createTempFile(file.toAbsolutePath().getParent(), "seal-word-", "", ownerOnly());
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer octets = StandardCharsets.UTF_8.encode(word.word() + "\n");
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TellingIoException(WORDS.phrase("seal-word.not-kept", file), e);
    } finally {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }
}
