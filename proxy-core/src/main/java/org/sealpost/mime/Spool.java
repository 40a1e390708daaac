package org.sealpost.mime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Holds a mail while it is worked on: written once, then read any number of times. Its first bytes
 * stay in memory, those beyond the factory's limit lie in an encrypted file. One thread fills it;
 * then any number of threads read. Reading after {@link #close} is an IOException.
 */
public final class Spool implements Content, AutoCloseable {
  private static final int SEGMENT = 1 << 14;

  private enum State {
    NEW,
    FILLING,
    FILLED,
    CLOSED
  }

  private final SpoolFactory factory;
  private final List<byte[]> segments = new ArrayList<>();
  private long size;
  private EncryptedFile file;
  private long inFile;
  private volatile State state = State.NEW;

  Spool(SpoolFactory factory) {
    this.factory = factory;
  }

  /**
   * The one stream that fills the spool. Reading may begin when it is closed. Its writes throw an
   * IOException in words when the disk is full.
   */
  public OutputStream out() {
    if (state != State.NEW) {
      throw new IllegalStateException("a spool is filled once");
    }
    state = State.FILLING;
    return new BufferedOutputStream(new Filler(), 1 << 13);
  }

  /** In bytes; known when the spool is filled. */
  @Override
  public long size() {
    requireFilled();
    return size;
  }

  @Override
  public InputStream open(long offset, long length) {
    requireFilled();
    Objects.checkFromIndexSize(offset, length, size);
    return new SpoolInput(this, offset, offset + length);
  }

  private void requireFilled() {
    if (state == State.NEW || state == State.FILLING) {
      throw new IllegalStateException("the spool is not filled yet");
    }
  }

  private long inMemory() {
    return Math.min(size, factory.memoryLimit);
  }

  /** A reader of what lies in the file. */
  EncryptedFile.Reader fileReader() {
    return file.reader();
  }

  /** Reads at least one byte from before the spool's end. */
  int read(EncryptedFile.Reader reader, long position, byte[] bytes, int offset, int length)
      throws IOException {
    requireOpen();
    int n =
        position < inMemory()
            ? readMemory(position, bytes, offset, length)
            : reader.read(position - inMemory(), bytes, offset, length);
    if (n <= 0) {
      throw new IOException("the spool's file was cut short");
    }
    // close() says so first and wipes then: what was read before it said so is whole.
    VarHandle.loadLoadFence();
    requireOpen();
    return n;
  }

  /** Whether the byte at {@code position} lies in the file. */
  boolean isInFile(long position) {
    return position >= inMemory();
  }

  void requireOpen() throws IOException {
    if (state == State.CLOSED) {
      throw new IOException("the spool is closed");
    }
  }

  private int readMemory(long position, byte[] bytes, int offset, int length) {
    int within = (int) (position % SEGMENT);
    int n = (int) Math.min(Math.min(length, SEGMENT - within), factory.memoryLimit - position);
    n = (int) Math.min(n, size - position);
    System.arraycopy(segments.get((int) (position / SEGMENT)), within, bytes, offset, n);
    return n;
  }

  /** Forgets the key and the bytes. Idempotent. */
  @Override
  public void close() {
    state = State.CLOSED;
    VarHandle.fullFence();
    for (byte[] segment : segments) {
      Arrays.fill(segment, (byte) 0);
    }
    factory.onDisk.addAndGet(-inFile);
    inFile = 0;
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private final class Filler extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (state != State.FILLING) {
        throw new IOException("the spool is closed");
      }
      int kept = (int) Math.min(length, Math.max(0, factory.memoryLimit - size));
      keep(bytes, offset, kept);
      if (kept < length) {
        if (file == null) {
          file = EncryptedFile.create(factory.folder);
        }
        file.append(bytes, offset + kept, length - kept);
        inFile += length - kept;
        factory.onDisk.addAndGet(length - kept);
        size += length - kept;
      }
    }

    private void keep(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        int within = (int) (size % SEGMENT);
        if (within == 0) {
          segments.add(new byte[(int) Math.min(SEGMENT, factory.memoryLimit - size)]);
        }
        byte[] last = segments.getLast();
        int n = Math.min(length - done, last.length - within);
        System.arraycopy(bytes, offset + done, last, within, n);
        done += n;
        size += n;
      }
    }

    @Override
    public void close() throws IOException {
      if (state != State.FILLING) {
        return;
      }
      if (file != null) {
        file.finish();
      }
      state = State.FILLED;
    }
  }
}
