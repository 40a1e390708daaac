package org.sealpost.server.backup;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.bouncycastle.crypto.io.InvalidCipherTextIOException;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/**
 * A backup that is there, plain or encrypted. It is believed nothing: names, sizes and contents are
 * held against its manifest, and its manifest against what a backup can have.
 */
public final class BackupFile {
  private static final Words WORDS = Words.beside(BackupFile.class);

  /** CMS is a SEQUENCE; a ZIP archive begins otherwise. */
  private static final int SEQUENCE = 0x30;

  private final Path file;
  private final Optional<char[]> passphrase;

  /**
   * Names one.
   *
   * @param passphrase for one that is encrypted; stays the caller's to wipe
   */
  public BackupFile(Path file, Optional<char[]> passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  /** Takes the contents, in the manifest's order. */
  interface Reader {
    void manifest(Manifest manifest) throws IOException;

    /** Where an entry's contents go; closed by the caller. */
    OutputStream entry(Manifest.Entry entry) throws IOException;
  }

  /** Whether a passphrase is needed. */
  public static boolean isEncrypted(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == SEQUENCE;
    }
  }

  /**
   * Reads all of it.
   *
   * @throws IOException in words, as soon as anything is not as it must be
   */
  void read(Reader reader) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream plain = opened(raw);
        ZipInputStream zip = new ZipInputStream(plain)) {
      next(zip, Manifest.NAME);
      Manifest manifest = Manifest.parse(zip.readNBytes(Manifest.LONGEST));
      reader.manifest(manifest);
      for (Manifest.Entry entry : manifest.entries()) {
        next(zip, entry.name());
        read(zip, entry, reader);
      }
      ZipEntry more = zip.getNextEntry();
      if (more != null) {
        throw new TellingIoException(WORDS.phrase("backup.foreign", Places.shown(more.getName())));
      }
      // To the end of the encryption, which is checked there.
      plain.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException
        | EOFException
        | InvalidCipherTextIOException
        | IllegalArgumentException e) {
      // The last one is ZipInputStream's word for a name that is no UTF-8.
      throw new TellingIoException(WORDS.phrase("backup.damaged"), e);
    }
  }

  private InputStream opened(InputStream raw) throws IOException {
    if (!isEncrypted(file)) {
      return raw;
    }
    if (passphrase.isEmpty()) {
      throw new TellingIoException(WORDS.phrase("backup.not-opened"));
    }
    return PassphraseCms.decrypting(raw, passphrase.get());
  }

  private static void next(ZipInputStream zip, String name) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry == null) {
      throw new TellingIoException(
          WORDS.phrase(name.equals(Manifest.NAME) ? "backup.none" : "backup.damaged"));
    }
    if (!entry.getName().equals(name)) {
      throw new TellingIoException(WORDS.phrase("backup.foreign", Places.shown(entry.getName())));
    }
  }

  private static void read(ZipInputStream zip, Manifest.Entry entry, Reader reader)
      throws IOException {
    MessageDigest digest = Backup.sha256();
    byte[] buffer = new byte[1 << 16];
    long left = entry.size();
    try (OutputStream out = new DigestOutputStream(reader.entry(entry), digest)) {
      int length = zip.read(buffer);
      while (length >= 0) {
        left -= length;
        if (left < 0) {
          throw new TellingIoException(WORDS.phrase("backup.damaged"));
        }
        out.write(buffer, 0, length);
        length = zip.read(buffer);
      }
    }
    byte[] expected = digest.digest();
    if (left != 0 || !HexFormat.of().formatHex(expected).equals(entry.sha256())) {
      throw new TellingIoException(WORDS.phrase("backup.damaged"));
    }
    Arrays.fill(buffer, (byte) 0);
  }
}
