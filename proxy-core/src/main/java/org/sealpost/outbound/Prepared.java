package org.sealpost.outbound;

import java.util.List;
import org.sealpost.mime.Content;
import org.sealpost.policy.SendPlan;
import org.sealpost.unmark.Unmarked;

/**
 * A mail that is ready to leave.
 *
 * @param plan how it leaves, and why
 * @param deliveries one for each copy of the plan, in its order; every recipient is in exactly one
 * @param mail what they are made of: they can be written until this is closed
 */
public record Prepared(SendPlan.Protect plan, List<Delivery> deliveries, Unmarked mail)
    implements AutoCloseable {
  public Prepared {
    deliveries = List.copyOf(deliveries);
  }

  /** One that holds nothing that must be closed. */
  public Prepared(SendPlan.Protect plan, List<Delivery> deliveries) {
    this(plan, deliveries, Unmarked.asItCame(Content.of(new byte[0])));
  }

  /** Forgets what the deliveries are made of. Idempotent. */
  @Override
  public void close() {
    mail.close();
  }
}
