package org.sealpost.trust.crl;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import javax.security.auth.x500.X500Principal;

/**
 * A revocation list as a sorted file that is mapped into memory: nothing of it is on the heap but
 * its header. The file: {@link #MAGIC}, the header's length (4), the {@link IndexHeader}, records
 * of one width (issuer, length and octets of the serial number, time, reason, since when the key is
 * suspect; see {@link EntryRecord}), their count (8), the CRC-32C of all before (8); numbers are
 * big-endian. Thread-safe; lookups that run when it is closed come to their end.
 */
final class CrlIndex implements AutoCloseable {
  /** SEALCRL and the version of the format. */
  static final long MAGIC = 0x53_45_41_4c_43_52_4c_01L;

  private static final int BEFORE_HEADER = Long.BYTES + Integer.BYTES;
  private static final int AFTER_RECORDS = 2 * Long.BYTES;
  private static final int MAX_HEADER = 1 << 20;

  private final IndexHeader header;
  private final long count;
  private final Arena arena;
  private final MemorySegment records;
  private final AtomicInteger users = new AtomicInteger(1);

  private CrlIndex(IndexHeader header, long count, Arena arena, MemorySegment records) {
    this.header = header;
    this.count = count;
    this.arena = arena;
    this.records = records;
  }

  /**
   * Opens a file after a look at all of it.
   *
   * @throws IOException if it cannot be read, or is not one that was written whole
   */
  static CrlIndex open(Path file) throws IOException {
    long size = Files.size(file);
    CRC32C checksum = new CRC32C();
    IndexHeader header;
    long records;
    try (InputStream bytes = Files.newInputStream(file);
        CheckedInputStream checked =
            new CheckedInputStream(new BufferedInputStream(bytes, 64 << 10), checksum);
        DataInputStream in = new DataInputStream(checked)) {
      if (size < BEFORE_HEADER + AFTER_RECORDS || in.readLong() != MAGIC) {
        throw new IOException("not an index of this version");
      }
      int length = in.readInt();
      if (length < 0 || length > Math.min(MAX_HEADER, size - BEFORE_HEADER - AFTER_RECORDS)) {
        throw new IOException("a header of " + length + " bytes");
      }
      byte[] encoded = in.readNBytes(length);
      records = size - BEFORE_HEADER - length - AFTER_RECORDS;
      in.skipNBytes(records);
      long count = in.readLong();
      long found = checksum.getValue();
      if (in.readLong() != found) {
        throw new IOException("a wrong checksum");
      }
      header = IndexHeader.decode(encoded);
      if (header.recordWidth() * count != records) {
        throw new IOException("a size that does not fit the count of entries");
      }
      return map(file, header, BEFORE_HEADER + length, count);
    }
  }

  // The arena lives as long as the index does.
  @SuppressWarnings("MustBeClosedChecker")
  private static CrlIndex map(Path file, IndexHeader header, long from, long count)
      throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment records =
          channel.map(FileChannel.MapMode.READ_ONLY, from, count * header.recordWidth(), arena);
      return new CrlIndex(header, count, arena, records);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  IndexHeader header() {
    return header;
  }

  /** How many certificates are listed. */
  long count() {
    return count;
  }

  /**
   * Keeps it open until {@link #close} is called once more.
   *
   * @return false if it is closed already
   */
  boolean use() {
    return users.getAndUpdate(now -> now == 0 ? 0 : now + 1) > 0;
  }

  @Override
  public void close() {
    if (users.decrementAndGet() == 0) {
      arena.close();
    }
  }

  /** The entry of the certificate that {@code issuer} gave this serial number. */
  Optional<CrlEntry> find(X500Principal issuer, BigInteger serial) {
    byte[] octets = serial.toByteArray();
    int number = header.issuers().indexOf(issuer);
    if (number < 0 || octets.length > header.serialWidth()) {
      return Optional.empty();
    }
    byte[] key = new byte[header.keyWidth()];
    int at = header.issuerWidth();
    if (at > 0) {
      key[0] = (byte) (number >> 8);
      key[1] = (byte) number;
    }
    key[at] = (byte) octets.length;
    System.arraycopy(octets, 0, key, at + 1, octets.length);
    long place = search(MemorySegment.ofArray(key));
    return place < 0 ? Optional.empty() : Optional.of(entry(place));
  }

  private long search(MemorySegment key) {
    long low = 0;
    long high = count - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      int order = compare(middle, key);
      if (order == 0) {
        return middle;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private int compare(long place, MemorySegment key) {
    long from = place * header.recordWidth();
    long differs =
        MemorySegment.mismatch(records, from, from + key.byteSize(), key, 0, key.byteSize());
    return differs < 0
        ? 0
        : Byte.compareUnsigned(
            records.get(ValueLayout.JAVA_BYTE, from + differs),
            key.get(ValueLayout.JAVA_BYTE, differs));
  }

  private CrlEntry entry(long place) {
    byte[] tail = new byte[header.recordWidth() - header.keyWidth()];
    MemorySegment.copy(
        records,
        ValueLayout.JAVA_BYTE,
        place * header.recordWidth() + header.keyWidth(),
        tail,
        0,
        tail.length);
    return new CrlEntry(
        EntryRecord.time(tail, 0).orElseThrow(),
        EntryRecord.reason(tail, EntryRecord.TIME),
        header.withInvalidity() ? EntryRecord.time(tail, EntryRecord.TIME + 1) : Optional.empty());
  }
}
