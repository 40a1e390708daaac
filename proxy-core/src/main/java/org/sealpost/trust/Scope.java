package org.sealpost.trust;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * For which mail addresses an anchor counts. Immutable.
 *
 * @param entries addresses as {@link MailAddress#normalise} gives them, and domains after an
 *     {@code @}, which stand for their addresses but not for those of domains below; none for all
 */
public record Scope(SequencedSet<String> entries) {
  public Scope {
    entries = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(entries));
  }

  /** Every address. */
  public static Scope all() {
    return new Scope(new LinkedHashSet<>());
  }

  /**
   * Of addresses and {@code @domains} as a user writes them.
   *
   * @return empty if one of them is neither
   */
  public static Optional<Scope> of(Collection<String> written) {
    SequencedSet<String> entries = new LinkedHashSet<>();
    for (String entry : written) {
      boolean domain = entry.startsWith("@");
      Optional<String> address = MailAddress.normalise(domain ? "x" + entry : entry);
      if (address.isEmpty()) {
        return Optional.empty();
      }
      entries.add(domain ? domain(address.get()) : address.get());
    }
    return Optional.of(new Scope(entries));
  }

  public boolean isAll() {
    return entries.isEmpty();
  }

  /** Whether it covers each of the addresses; of none, only the scope of all does. */
  public boolean coversAll(Collection<String> addresses) {
    return isAll() || (!addresses.isEmpty() && addresses.stream().allMatch(this::covers));
  }

  private boolean covers(String written) {
    return MailAddress.normalise(written)
        .filter(address -> entries.contains(address) || entries.contains(domain(address)))
        .isPresent();
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@'));
  }
}
