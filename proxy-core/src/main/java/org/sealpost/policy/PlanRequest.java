package org.sealpost.policy;

import java.util.List;

/**
 * All that a plan depends on.
 *
 * @param recipients in the envelope's order, at least one, none twice
 */
public record PlanRequest(Wanted wanted, ExistingProtection existing, List<Recipient> recipients) {
  public PlanRequest {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("no recipient");
    }
  }
}
