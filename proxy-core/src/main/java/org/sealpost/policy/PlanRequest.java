package org.sealpost.policy;

import java.util.List;
import java.util.Set;

/**
 * All that a plan depends on.
 *
 * @param recipients in the envelope's order, at least one, none twice
 * @param permitted addresses of those among them to whom, by the user's word, the mail may go
 *     without encryption ({@link Permission})
 */
public record PlanRequest(
    Wanted wanted, ExistingProtection existing, List<Recipient> recipients, Set<String> permitted) {
  public PlanRequest {
    recipients = List.copyOf(recipients);
    permitted = Set.copyOf(permitted);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("no recipient");
    }
  }
}
