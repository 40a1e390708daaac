package org.sealpost.policy;

import java.util.Locale;
import java.util.Optional;
import org.sealpost.trust.MailAddress;

/**
 * One recipient of the envelope.
 *
 * @param address as RCPT has it
 * @param visible whether To or Cc names it, so that all others may know of it
 * @param obstacle empty if there is a usable certificate
 */
public record Recipient(String address, boolean visible, Optional<Obstacle> obstacle) {
  /** The form in which addresses are compared, also those that are damaged. */
  public static String comparable(String address) {
    return MailAddress.normalise(address).orElseGet(() -> address.strip().toLowerCase(Locale.ROOT));
  }
}
