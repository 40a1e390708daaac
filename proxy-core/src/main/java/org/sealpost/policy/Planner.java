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
 *   <li>Where it is not known now whether a recipient has a certificate, both refuse for the time
 *       being: that a directory is silent must not decide that a mail leaves in the clear.
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
    Wanted wanted = request.wanted();
    if (!mayEncrypt(wanted, request.existing())) {
      boolean byClient = request.existing() == ExistingProtection.ENCRYPTED;
      return together(request, byClient ? Decider.CLIENT : wanted.encryptionDecider());
    }
    List<Recipient> obstructed =
        request.recipients().stream().filter(r -> r.obstacle().isPresent()).toList();
    if (obstructed.isEmpty()) {
      return protect(request, true, wanted.encryptionDecider(), separated(request.recipients()));
    }
    List<Recipient> unasked = obstructed.stream().filter(Planner::isTemporary).toList();
    if (wanted.encryption() == Encryption.REQUIRED && unasked.size() < obstructed.size()) {
      return refuse(SendPlan.Refuse.Cause.REQUIRED, obstructed, wanted);
    }
    List<Recipient> lapsed =
        obstructed.stream().filter(r -> r.obstacle().filter(Obstacle::lapsed).isPresent()).toList();
    if (!lapsed.isEmpty()) {
      return refuse(SendPlan.Refuse.Cause.LAPSED, lapsed, wanted);
    }
    return unasked.isEmpty()
        ? together(request, Decider.CERTIFICATES)
        : refuse(SendPlan.Refuse.Cause.NOT_ASKED, unasked, wanted);
  }

  private static boolean isTemporary(Recipient recipient) {
    return recipient.obstacle().filter(Obstacle::temporary).isPresent();
  }

  private static SendPlan refuse(
      SendPlan.Refuse.Cause cause, List<Recipient> recipients, Wanted wanted) {
    return new SendPlan.Refuse(cause, recipients, wanted.encryptionDecider(), wanted.signOnly());
  }

  /** Whether a mail is to be signed by us, whoever it goes to. */
  public static boolean signs(Wanted wanted, ExistingProtection existing) {
    return wanted.sign() && existing == ExistingProtection.NONE;
  }

  /** Whether a mail may have to be encrypted by us, so that certificates have to be looked for. */
  public static boolean mayEncrypt(Wanted wanted, ExistingProtection existing) {
    return wanted.encryption() != Encryption.NONE && existing != ExistingProtection.ENCRYPTED;
  }

  private static SendPlan together(PlanRequest request, Decider whyNotEncrypted) {
    List<String> all = request.recipients().stream().map(Recipient::address).toList();
    return protect(request, false, whyNotEncrypted, List.of(new SendPlan.Copy(all)));
  }

  private static SendPlan protect(
      PlanRequest request, boolean encrypt, Decider encryptDecider, List<SendPlan.Copy> copies) {
    boolean byClient = request.existing() != ExistingProtection.NONE;
    Decider signDecider = byClient ? Decider.CLIENT : request.wanted().signDecider();
    boolean sign = signs(request.wanted(), request.existing());
    return new SendPlan.Protect(sign, signDecider, encrypt, encryptDecider, copies);
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
