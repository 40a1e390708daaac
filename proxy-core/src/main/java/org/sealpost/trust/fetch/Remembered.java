package org.sealpost.trust.fetch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known for a time. Holds a bounded number, of which those go first that were not asked for
 * the longest. Thread-safe.
 *
 * @param <K> what it is known of
 * @param <V> what is known
 */
public final class Remembered<K, V> {
  private final InstantSource clock;
  private final Map<K, Timed<V>> entries;

  public Remembered(int most, InstantSource clock) {
    this.clock = clock;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Timed<V>> eldest) {
            return size() > most;
          }
        };
  }

  private record Timed<V>(V value, Instant until) {}

  /** What is known still. */
  public synchronized Optional<V> find(K key) {
    Optional<Timed<V>> entry = Optional.ofNullable(entries.get(key));
    if (entry.isPresent() && !clock.instant().isBefore(entry.get().until())) {
      entries.remove(key);
      return Optional.empty();
    }
    return entry.map(Timed::value);
  }

  /** Remembers {@code value} before {@code until}, in the place of what was known. */
  public synchronized void put(K key, V value, Instant until) {
    entries.put(key, new Timed<>(value, until));
  }
}
