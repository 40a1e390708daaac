package org.sealpost.trust.crl;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import javax.security.auth.x500.X500Principal;

/**
 * Sorts a list's entries by issuer and serial number in little memory: parts of it are sorted one
 * after the other, written to a file and merged at the end. For one thread.
 */
final class EntrySorter implements CrlEntries, AutoCloseable {
  private static final int RUN_ENTRIES = 1 << 16;
  private static final int RUN_BYTES = 2 << 20;
  private static final int MAX_ISSUERS = 4096;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Gets records in order; each is valid during the call only. */
  interface Sink {
    void record(byte[] bytes) throws IOException;
  }

  private final Path file;
  private final OutputStream out;
  private final byte[] run = new byte[RUN_BYTES];
  private final int[] places = new int[RUN_ENTRIES];
  private final long[] beginnings = new long[RUN_ENTRIES];
  private final int[] order = new int[RUN_ENTRIES];
  private final int[] scratch = new int[RUN_ENTRIES];
  private final List<Long> runs = new ArrayList<>();
  private final Map<X500Principal, Integer> issuers = new LinkedHashMap<>();
  private int issuer;
  private int count;
  private long total;
  private int used;
  private long written;
  private int longestSerial = 1;
  private boolean withInvalidity;

  /** Keeps what it must in a file of its own in {@code folder}. */
  EntrySorter(Path folder) throws IOException {
    file = Files.createTempFile(folder, "sort", TemporaryFiles.SUFFIX);
    out = Files.newOutputStream(file);
  }

  /** The CAs whose certificates are listed, by their number in the records. */
  List<X500Principal> issuers() {
    return List.copyOf(issuers.keySet());
  }

  /** How many entries there were so far. */
  long count() {
    return total;
  }

  int longestSerial() {
    return longestSerial;
  }

  /** Whether an entry tells since when the key is suspect. */
  boolean withInvalidity() {
    return withInvalidity;
  }

  @Override
  public void issuer(X500Principal name) throws CrlException {
    if (issuers.size() == MAX_ISSUERS && !issuers.containsKey(name)) {
      throw CrlException.malformed("entries of more than " + MAX_ISSUERS + " CAs");
    }
    issuer = issuers.computeIfAbsent(name, _ -> issuers.size());
  }

  @Override
  public void entry(
      byte[] bytes, int serialFrom, int serialLength, long revoked, int reason, long invalidSince)
      throws IOException {
    if (count == RUN_ENTRIES || RUN_BYTES - used < EntryRecord.MAX) {
      endRun();
    }
    int at = used;
    run[at] = (byte) (issuer >> 8);
    run[at + 1] = (byte) issuer;
    run[at + 2] = (byte) serialLength;
    at += EntryRecord.SERIAL;
    System.arraycopy(bytes, serialFrom, run, at, serialLength);
    at += serialLength;
    EntryRecord.putTime(run, at, revoked);
    run[at + EntryRecord.TIME] = (byte) reason;
    EntryRecord.putTime(run, at + EntryRecord.TIME + 1, invalidSince);
    places[count] = used;
    beginnings[count] = (long) LONG.get(run, used) ^ Long.MIN_VALUE;
    order[count] = count;
    count++;
    total++;
    used = at + EntryRecord.TAIL;
    longestSerial = Math.max(longestSerial, serialLength);
    withInvalidity |= invalidSince != NOT_TOLD;
  }

  private void endRun() throws IOException {
    sort(0, count);
    runs.add(written);
    byte[] buffer = new byte[64 << 10];
    int filled = 0;
    for (int i = 0; i < count; i++) {
      int place = places[order[i]];
      int length = EntryRecord.length(run, place);
      if (buffer.length - filled < length) {
        out.write(buffer, 0, filled);
        filled = 0;
      }
      System.arraycopy(run, place, buffer, filled, length);
      filled += length;
    }
    out.write(buffer, 0, filled);
    written += used;
    count = 0;
    used = 0;
  }

  /** Merge sort of numbers by the records they stand for; {@link Arrays} would box them. */
  private void sort(int from, int to) {
    if (to - from < 12) {
      insert(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (compare(order[middle - 1], order[middle]) <= 0) {
      return;
    }
    System.arraycopy(order, from, scratch, from, middle - from);
    int left = from;
    int right = middle;
    int into = from;
    while (left < middle) {
      boolean takeRight = right < to && compare(scratch[left], order[right]) > 0;
      order[into++] = takeRight ? order[right++] : scratch[left++];
    }
  }

  private void insert(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int moved = order[i];
      int j = i;
      while (j > from && compare(order[j - 1], moved) > 0) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = moved;
    }
  }

  private int compare(int one, int other) {
    int first = Long.compare(beginnings[one], beginnings[other]);
    return first != 0 ? first : compareWhole(places[one], places[other]);
  }

  private int compareWhole(int one, int other) {
    return Arrays.compareUnsigned(
        run,
        one,
        one + EntryRecord.length(run, one),
        run,
        other,
        other + EntryRecord.length(run, other));
  }

  /** Hands on all entries in order; of a certificate that is listed twice, both. */
  void merge(Sink sink) throws IOException {
    endRun();
    out.close();
    if (written == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, written, arena);
      PriorityQueue<Run> queue = new PriorityQueue<>();
      for (int i = 0; i < runs.size(); i++) {
        long end = i + 1 < runs.size() ? runs.get(i + 1) : written;
        Run next = new Run(all, runs.get(i), end);
        if (next.advance()) {
          queue.add(next);
        }
      }
      while (!queue.isEmpty()) {
        Run next = queue.poll();
        sink.record(next.record);
        if (next.advance()) {
          queue.add(next);
        }
      }
    }
  }

  /** A sorted part, at one of its records. */
  private static final class Run implements Comparable<Run> {
    private final MemorySegment all;
    private final long end;
    private final byte[] record = new byte[EntryRecord.MAX];
    private long at;

    Run(MemorySegment all, long from, long end) {
      this.all = all;
      this.at = from;
      this.end = end;
    }

    boolean advance() {
      if (at == end) {
        return false;
      }
      int length = (int) Math.min(record.length, end - at);
      MemorySegment.copy(all, ValueLayout.JAVA_BYTE, at, record, 0, length);
      at += EntryRecord.length(record, 0);
      return true;
    }

    @Override
    public int compareTo(Run other) {
      return Arrays.compareUnsigned(
          record,
          0,
          EntryRecord.length(record, 0),
          other.record,
          0,
          EntryRecord.length(other.record, 0));
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      Files.deleteIfExists(file);
    }
  }
}
