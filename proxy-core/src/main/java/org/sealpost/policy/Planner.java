package org.sealpost.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides how a mail leaves. Pure.
 *
 * <ul>
 *   <li>A mail is encrypted to all or to none: a copy in the clear would give the others' away.
 *       There are two exceptions, both the user's explicit word: the policy to split mails, and a
 *       {@link Permission} for a recipient. Then those who can be encrypted to get it encrypted and
 *       the others signed; a mail that is not signed is never split.
 *   <li>{@code required} with a recipient that cannot be encrypted to refuses the whole mail;
 *       {@code when-possible} then leaves it unencrypted, signed as the policy says, unless a
 *       recipient has a certificate that must not be used any more (expired, revoked, denied): then
 *       it refuses too, since a mail in the clear would be a silent downgrade. Where certificates
 *       could not be looked for, both refuse with a temporary reply.
 *   <li>The policy to split covers only recipients who have no certificate, and no mail that nobody
 *       can be encrypted to; a permission covers every obstacle.
 *   <li>In an encrypted mail each hidden recipient (in the envelope, not in To or Cc) travels in a
 *       copy of its own, since the recipientInfos of a copy name its recipients to each other (RFC
 *       8551 §3.3). Without encryption nothing in the mail names them, and one copy serves all.
 *   <li>What a client has encrypted passes as it is: it meets every policy, and around it a
 *       signature would say nothing about the text. What a client has signed is not signed again,
 *       and is encrypted like any other mail.
 * </ul>
 */
public final class Planner {
  private final PlanRequest request;
  private final Wanted wanted;
  private final List<Recipient> encryptable;
  private final List<Recipient> obstructed;

  /** Those among the obstructed who must not get it without encryption. */
  private final List<Recipient> held;

  private Planner(PlanRequest request) {
    this.request = request;
    this.wanted = request.wanted();
    this.encryptable = request.recipients().stream().filter(r -> r.obstacle().isEmpty()).toList();
    this.obstructed = request.recipients().stream().filter(r -> r.obstacle().isPresent()).toList();
    this.held =
        obstructed.stream()
            .filter(r -> !canBeSigned() || !request.permitted().contains(r.address()))
            .toList();
  }

  public static SendPlan plan(PlanRequest request) {
    Planner planner = new Planner(request);
    if (!mayEncrypt(request.wanted(), request.existing())) {
      boolean byClient = request.existing() == ExistingProtection.ENCRYPTED;
      return planner.together(byClient ? Decider.CLIENT : request.wanted().encryptionDecider());
    }
    return planner.encrypted();
  }

  /** Whether a mail is to be signed by us, whoever it goes to. */
  public static boolean signs(Wanted wanted, ExistingProtection existing) {
    return wanted.sign() && existing == ExistingProtection.NONE;
  }

  /** Whether a mail may have to be encrypted by us, so that certificates have to be looked for. */
  public static boolean mayEncrypt(Wanted wanted, ExistingProtection existing) {
    return wanted.encryption() != Encryption.NONE && existing != ExistingProtection.ENCRYPTED;
  }

  private SendPlan encrypted() {
    if (obstructed.isEmpty()) {
      return protect(false, wanted.encryptionDecider(), Optional.empty(), separated());
    }
    if (held.isEmpty()) {
      return split(Decider.PERMISSION);
    }
    boolean maySplit = wanted.split() && isSigned() && !encryptable.isEmpty();
    List<Recipient> lapsed = held(Obstacle.Kind.LAPSED);
    List<Recipient> notAsked = held(Obstacle.Kind.NOT_ASKED);
    if (maySplit && lapsed.isEmpty() && notAsked.isEmpty()) {
      return split(Decider.SPLIT);
    }
    if (wanted.encryption() == Encryption.REQUIRED) {
      List<Recipient> inTheWay =
          maySplit ? Stream.concat(lapsed.stream(), notAsked.stream()).toList() : held;
      return inTheWay.equals(notAsked)
          ? refuse(SendPlan.Refuse.Cause.NOT_ASKED, notAsked)
          : refuse(SendPlan.Refuse.Cause.REQUIRED, inTheWay);
    }
    if (!lapsed.isEmpty()) {
      return refuse(SendPlan.Refuse.Cause.LAPSED, lapsed);
    }
    return notAsked.isEmpty()
        ? together(Decider.CERTIFICATES)
        : refuse(SendPlan.Refuse.Cause.NOT_ASKED, notAsked);
  }

  private List<Recipient> held(Obstacle.Kind kind) {
    return held.stream().filter(r -> r.obstacle().filter(it -> it.is(kind)).isPresent()).toList();
  }

  private boolean isSigned() {
    return signs(wanted, request.existing()) || request.existing() == ExistingProtection.SIGNED;
  }

  private boolean canBeSigned() {
    return isSigned() || (wanted.signable() && request.existing() == ExistingProtection.NONE);
  }

  private SendPlan refuse(SendPlan.Refuse.Cause cause, List<Recipient> recipients) {
    return new SendPlan.Refuse(
        cause, recipients, wanted.encryptionDecider(), wanted.signOnly(), canBeSigned());
  }

  private SendPlan together(Decider whyNotEncrypted) {
    SendPlan.Copy all = new SendPlan.Copy(addresses(request.recipients()), false);
    return protect(false, whyNotEncrypted, Optional.empty(), List.of(all));
  }

  private SendPlan split(Decider by) {
    List<SendPlan.Copy> copies = new ArrayList<>(separated());
    copies.add(new SendPlan.Copy(addresses(obstructed), false));
    return encryptable.isEmpty()
        ? protect(true, by, Optional.empty(), copies)
        : protect(true, wanted.encryptionDecider(), Optional.of(by), copies);
  }

  private SendPlan protect(
      boolean signedAnyway,
      Decider encryptDecider,
      Optional<Decider> openDecider,
      List<SendPlan.Copy> copies) {
    boolean byClient = request.existing() != ExistingProtection.NONE;
    boolean forced = signedAnyway && !byClient && !wanted.sign();
    Decider signDecider =
        byClient ? Decider.CLIENT : forced ? Decider.PERMISSION : wanted.signDecider();
    return new SendPlan.Protect(
        forced || signs(wanted, request.existing()),
        signDecider,
        copies.stream().anyMatch(SendPlan.Copy::encrypt),
        encryptDecider,
        openDecider,
        copies);
  }

  /** Those who can be encrypted to: the visible together, each hidden one alone. */
  private List<SendPlan.Copy> separated() {
    List<SendPlan.Copy> copies = new ArrayList<>();
    List<String> visible = addresses(encryptable.stream().filter(Recipient::visible).toList());
    if (!visible.isEmpty()) {
      copies.add(new SendPlan.Copy(visible, true));
    }
    encryptable.stream()
        .filter(r -> !r.visible())
        .forEach(r -> copies.add(new SendPlan.Copy(List.of(r.address()), true)));
    return copies;
  }

  private static List<String> addresses(List<Recipient> recipients) {
    return recipients.stream().map(Recipient::address).toList();
  }
}
