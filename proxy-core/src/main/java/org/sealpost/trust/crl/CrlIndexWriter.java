package org.sealpost.trust.crl;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes a {@link CrlIndex} from sorted entries. For one thread. */
final class CrlIndexWriter implements EntrySorter.Sink {
  private final IndexHeader header;
  private final DataOutputStream out;
  private final byte[] last = new byte[EntryRecord.MAX];
  private long count;
  private boolean pending;

  private CrlIndexWriter(IndexHeader header, DataOutputStream out) {
    this.header = header;
    this.out = out;
  }

  /** Writes the file beside {@code target} and, when it is safe on disk, puts it in its place. */
  static void write(Path target, IndexHeader header, EntrySorter entries) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path file = Files.createTempFile(folder, "index", TemporaryFiles.SUFFIX);
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        CRC32C checksum = new CRC32C();
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(
                    new CheckedOutputStream(Channels.newOutputStream(channel), checksum),
                    64 << 10));
        new CrlIndexWriter(header, out).all(entries);
        out.flush();
        out.writeLong(checksum.getValue());
        out.flush();
        channel.force(true);
      }
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void all(EntrySorter entries) throws IOException {
    byte[] encoded = header.encoded();
    out.writeLong(CrlIndex.MAGIC);
    out.writeInt(encoded.length);
    out.write(encoded);
    entries.merge(this);
    if (pending) {
      writeLast();
    }
    out.writeLong(count);
  }

  /** Of a certificate that is listed more than once, the gravest entry counts. */
  @Override
  public void record(byte[] bytes) throws IOException {
    if (pending && sameCertificate(bytes)) {
      if (gravity(last) >= gravity(bytes)) {
        return;
      }
    } else if (pending) {
      writeLast();
    }
    System.arraycopy(bytes, 0, last, 0, EntryRecord.length(bytes, 0));
    pending = true;
  }

  private boolean sameCertificate(byte[] bytes) {
    int length = EntryRecord.SERIAL + (bytes[2] & 0xff);
    return Arrays.equals(bytes, 0, length, last, 0, length);
  }

  private static int gravity(byte[] record) {
    int reason = EntryRecord.SERIAL + (record[2] & 0xff) + EntryRecord.TIME;
    return switch (EntryRecord.reason(record, reason)) {
      case REMOVE_FROM_CRL -> 0;
      case CERTIFICATE_HOLD -> 1;
      default -> 2;
    };
  }

  private void writeLast() throws IOException {
    int length = last[2] & 0xff;
    int tail = EntryRecord.SERIAL + length;
    out.write(last, 2 - header.issuerWidth(), header.issuerWidth() + 1 + length);
    for (int i = length; i < header.serialWidth(); i++) {
      out.write(0);
    }
    out.write(last, tail, header.recordWidth() - header.keyWidth());
    count++;
  }
}
