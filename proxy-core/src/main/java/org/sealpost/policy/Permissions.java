package org.sealpost.policy;

import java.time.Instant;
import java.util.Optional;

/** Whom the user may write to without encryption. Thread-safe. */
@FunctionalInterface
public interface Permissions {
  /**
   * What the user said of this recipient, for this account or for all, that has not ended.
   *
   * @param account its address
   * @param recipient an address, as RCPT has it
   */
  Optional<Permission> of(String account, String recipient, Instant now);
}
