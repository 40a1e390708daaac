package org.sealpost.card.token;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A smart card service whose readers and cards are what the test says. */
final class FakePcsc implements Pcsc {
  private static final long EMPTY = 0x10;
  private static final long PRESENT = 0x20;

  private final Map<String, Long> readers = new ConcurrentSkipListMap<>();
  private final AtomicLong run = new AtomicLong(1);
  final AtomicInteger contexts = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();
  volatile boolean stopped;

  void plug(String reader) {
    readers.put(reader, EMPTY);
  }

  void unplug(String reader) {
    readers.remove(reader);
  }

  void insert(String reader) {
    change(reader, PRESENT);
  }

  void remove(String reader) {
    change(reader, EMPTY);
  }

  private void change(String reader, long state) {
    readers.compute(reader, (_, before) -> ((before >>> 16) + 1 & 0xFFFF) << 16 | state);
  }

  /** Contexts are void from here on, and counters begin anew. */
  void restart() {
    run.incrementAndGet();
    readers.replaceAll((_, state) -> state & 0xFFFF);
  }

  @Override
  public long establish() throws IOException {
    require(run.get());
    contexts.incrementAndGet();
    return run.get();
  }

  @Override
  public void release(long context) {
    contexts.decrementAndGet();
  }

  @Override
  public List<String> readers(long context) throws IOException {
    require(context);
    return List.copyOf(readers.keySet());
  }

  @Override
  public OptionalLong state(long context, String reader) throws IOException {
    require(context);
    asked.incrementAndGet();
    Long state = readers.get(reader);
    return state == null ? OptionalLong.empty() : OptionalLong.of(state);
  }

  private void require(long context) throws IOException {
    if (stopped || context != run.get()) {
      throw new IOException("no service");
    }
  }
}
