package org.sealpost.policy;

import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;

/** The failure of a mail that its plan refuses, with what is behind its words. */
public final class Refusal extends Failure {
  private static final long serialVersionUID = 1L;

  private final transient SendPlan.Refuse plan;

  Refusal(int replyCode, String enhancedCode, Phrase words, SendPlan.Refuse plan) {
    super(replyCode, enhancedCode, words);
    this.plan = plan;
  }

  /** Who stands in the way, why, and what the user can choose. */
  public SendPlan.Refuse plan() {
    return plan;
  }
}
