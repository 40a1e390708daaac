package org.sealpost.mime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/**
 * A file without a name whose bytes are encrypted with AES-256 in counter mode under a key that was
 * made for it and that only memory holds. Written once from the start, then read from any place by
 * any number of threads.
 */
final class EncryptedFile implements AutoCloseable {
  private static final int BLOCK = 16;
  private static final int CHUNK = 1 << 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Words WORDS = Words.beside(EncryptedFile.class);

  private final FileChannel channel;
  private final Path folder;
  private final byte[] key = new byte[32];
  private volatile boolean closed;
  private Cipher writeCipher;
  private byte[] encrypted = new byte[CHUNK];
  private int pending;

  /** A file that is no longer in the folder when this returns. */
  static EncryptedFile create(Path folder) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      byte[] name = new byte[16];
      RANDOM.nextBytes(name);
      Path file = folder.resolve(HexFormat.of().formatHex(name) + ".spool");
      channel =
          FileChannel.open(
              file,
              EnumSet.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.delete(file);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new TellingIoException(WORDS.phrase("spool.cannot-create", folder, reason(e)), e);
    }
    return new EncryptedFile(channel, folder);
  }

  /** Takes the channel over; {@code folder} is for words only. */
  EncryptedFile(FileChannel channel, Path folder) {
    this.channel = channel;
    this.folder = folder;
    RANDOM.nextBytes(key);
    this.writeCipher = cipherAt(0);
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      int n = Math.min(left, CHUNK - pending);
      crypt(writeCipher, bytes, from, n, encrypted, pending);
      pending += n;
      from += n;
      left -= n;
      if (pending == CHUNK) {
        writePending();
      }
    }
  }

  /** Writes what is pending; nothing can be appended any more. */
  void finish() throws IOException {
    writePending();
    encrypted = new byte[0];
    writeCipher = null;
  }

  private void writePending() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(encrypted, 0, pending);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new TellingIoException(WORDS.phrase("spool.cannot-write", folder, reason(e)), e);
    }
    pending = 0;
  }

  /** A reader for one thread. */
  Reader reader() {
    return new Reader();
  }

  /** Forgets the key and lets the file go. Idempotent. */
  @Override
  public void close() throws IOException {
    closed = true;
    Arrays.fill(key, (byte) 0);
    channel.close();
  }

  private Cipher cipherAt(long block) {
    byte[] counter = new byte[BLOCK];
    ByteBuffer.wrap(counter).putLong(Long.BYTES, block);
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding", "SunJCE");
      cipher.init(Cipher.ENCRYPT_MODE, new Key(key), new IvParameterSpec(counter));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES in counter mode", e);
    }
  }

  private static void crypt(Cipher cipher, byte[] in, int from, int length, byte[] out, int to) {
    try {
      int n = cipher.update(in, from, length, out, to);
      if (n != length) {
        throw new IllegalStateException("counter mode held back " + (length - n) + " bytes");
      }
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Reads forward from wherever it is asked to, with a cipher state of its own. */
  final class Reader {
    private Cipher cipher;
    private long next = -1;

    /** At least one byte, unless the file ends before {@code position}: then -1. */
    int read(long position, byte[] bytes, int offset, int length) throws IOException {
      int n = channel.read(ByteBuffer.wrap(bytes, offset, length), position);
      if (n <= 0) {
        return n;
      }
      if (next != position) {
        seek(position);
      }
      crypt(cipher, bytes, offset, n, bytes, offset);
      next = position + n;
      if (closed) {
        Arrays.fill(bytes, offset, offset + n, (byte) 0);
        throw new IOException("the spool is closed");
      }
      return n;
    }

    private void seek(long position) {
      cipher = cipherAt(position / BLOCK);
      int skip = (int) (position % BLOCK);
      if (skip > 0) {
        byte[] unused = new byte[BLOCK];
        crypt(cipher, unused, 0, skip, unused, 0);
      }
    }
  }

  /** Unlike SecretKeySpec it keeps no copy that cannot be wiped. */
  private record Key(byte[] bytes) implements SecretKey {
    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public byte[] getEncoded() {
      return bytes.clone();
    }
  }
}
