package org.sealpost.policy;

import java.time.Instant;
import java.util.List;

/** Whom the user may write to without encryption. Thread-safe. */
@FunctionalInterface
public interface Permissions {
  /**
   * All that the user said of this recipient, for this account and for all, that has not ended; any
   * of it that counts ({@link Permission#counts}) permits.
   *
   * @param account its address
   * @param recipient an address, as RCPT has it
   */
  List<Permission> of(String account, String recipient, Instant now);
}
