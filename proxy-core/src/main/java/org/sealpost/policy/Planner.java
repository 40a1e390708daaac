package org.sealpost.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides how a mail leaves. Pure.
 *
 * <ul>
 *   <li>A mail is encrypted to all or to none: a copy in the clear would give the others' away.
 *   <li>{@code required} with a recipient that cannot be encrypted to refuses the whole mail;
 *       {@code when-possible} then leaves it unencrypted, signed as the policy says, unless a
 *       recipient has a certificate that must not be used any more (expired, revoked, denied): then
 *       it refuses too, since a mail in the clear would be a silent downgrade.
 *   <li>In an encrypted mail each hidden recipient (in the envelope, not in To or Cc) travels in a
 *       copy of its own, since the recipientInfos of a copy name its recipients to each other (RFC
 *       8551 §3.3). Without encryption nothing in the mail names them, and one copy serves all.
 *   <li>What a client has encrypted passes as it is: it meets every policy, and around it a
 *       signature would say nothing about the text. What a client has signed is not signed again,
 *       and is encrypted like any other mail.
 * </ul>
 */
public final class Planner {
  private Planner() {}

  public static SendPlan plan(PlanRequest request) {
    if (!mayEncrypt(request.encrypt(), request.existing())) {
      return together(request);
    }
    List<Recipient> obstructed =
        request.recipients().stream().filter(r -> r.obstacle().isPresent()).toList();
    if (obstructed.isEmpty()) {
      return new SendPlan.Protect(signs(request), true, separated(request.recipients()));
    }
    if (request.encrypt() == EncryptPolicy.REQUIRED) {
      return new SendPlan.Refuse(SendPlan.Refuse.Cause.REQUIRED, obstructed);
    }
    List<Recipient> lapsed =
        obstructed.stream().filter(r -> r.obstacle().filter(Obstacle::lapsed).isPresent()).toList();
    return lapsed.isEmpty()
        ? together(request)
        : new SendPlan.Refuse(SendPlan.Refuse.Cause.LAPSED, lapsed);
  }

  /** Whether a mail is to be signed by us, whoever it goes to. */
  public static boolean signs(SignPolicy policy, ExistingProtection existing) {
    return policy == SignPolicy.ALWAYS && existing == ExistingProtection.NONE;
  }

  /** Whether a mail may have to be encrypted by us, so that certificates have to be looked for. */
  public static boolean mayEncrypt(EncryptPolicy policy, ExistingProtection existing) {
    return policy != EncryptPolicy.NEVER && existing != ExistingProtection.ENCRYPTED;
  }

  private static boolean signs(PlanRequest request) {
    return signs(request.sign(), request.existing());
  }

  private static SendPlan together(PlanRequest request) {
    List<String> all = request.recipients().stream().map(Recipient::address).toList();
    return new SendPlan.Protect(signs(request), false, List.of(new SendPlan.Copy(all)));
  }

  private static List<SendPlan.Copy> separated(List<Recipient> recipients) {
    List<SendPlan.Copy> copies = new ArrayList<>();
    List<String> visible =
        recipients.stream().filter(Recipient::visible).map(Recipient::address).toList();
    if (!visible.isEmpty()) {
      copies.add(new SendPlan.Copy(visible));
    }
    recipients.stream()
        .filter(r -> !r.visible())
        .forEach(r -> copies.add(new SendPlan.Copy(List.of(r.address()))));
    return copies;
  }
}
