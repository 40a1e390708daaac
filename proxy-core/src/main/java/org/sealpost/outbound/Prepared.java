package org.sealpost.outbound;

import java.util.List;
import org.sealpost.policy.SendPlan;

/**
 * A mail that is ready to leave.
 *
 * @param plan how it leaves, and why
 * @param deliveries one for each copy of the plan, in its order; every recipient is in exactly one
 */
public record Prepared(SendPlan.Protect plan, List<Delivery> deliveries) {
  public Prepared {
    deliveries = List.copyOf(deliveries);
  }
}
