package org.sealpost.server.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.store.StoreCopy;

/** Reads a backup for its sake alone: whether it is whole and not from a newer version. */
final class Check implements BackupFile.Reader {
  private static final Words WORDS = Words.beside(Check.class);
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** The database header (https://sqlite.org/fileformat.html section 1.3). */
  private static final int HEADER = 100;

  private static final int USER_VERSION = 60;

  private Optional<Manifest> manifest = Optional.empty();

  @Override
  public void manifest(Manifest found) {
    manifest = Optional.of(found);
  }

  /** What it says of itself, once it was read. */
  Manifest manifest() {
    return manifest.orElseThrow();
  }

  @Override
  public OutputStream entry(Manifest.Entry entry) {
    return entry.name().equals(Places.STORE) ? new StoreHeader() : OutputStream.nullOutputStream();
  }

  private static final class StoreHeader extends OutputStream {
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);

    @Override
    public void write(int octet) {
      if (header.hasRemaining()) {
        header.put((byte) octet);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      header.put(bytes, from, Math.min(length, header.remaining()));
    }

    @Override
    public void close() throws IOException {
      byte[] name = new byte[SQLITE.length];
      header.get(0, name);
      if (header.hasRemaining() || !Arrays.equals(name, SQLITE)) {
        throw new TellingIoException(WORDS.phrase("backup.damaged"));
      }
      int schema = header.getInt(USER_VERSION);
      if (schema < 0) {
        throw new TellingIoException(WORDS.phrase("backup.damaged"));
      }
      if (schema > StoreCopy.newestSchema()) {
        throw new TellingIoException(
            WORDS.phrase("backup.newer", schema, StoreCopy.newestSchema()));
      }
    }
  }
}
