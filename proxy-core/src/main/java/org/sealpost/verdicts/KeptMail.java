package org.sealpost.verdicts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.inbound.EncryptionState;
import org.sealpost.inbound.VerdictKeeper.JudgedMail;
import org.sealpost.policy.Account;
import org.sealpost.trust.VerdictKind;

/**
 * What was found when a mail was opened.
 *
 * @param account the address of the account it came by, or empty
 * @param messageId one line without angle brackets; empty where the mail has none
 * @param from the addresses as the mail has them, {@link #MAX_FROM} at most; they may hold anything
 * @param firstOpened when it was opened for the first time
 * @param opened when it was opened last, as of which the rest is
 * @param nextLook when it is to be judged again by itself, for an answer that was not there in time
 * @param completed when it was judged again with all answers at hand, if some were missing
 * @param signatures those that could be read, the outermost first
 * @param encryption empty where it was not kept
 */
public record KeptMail(
    String account,
    String messageId,
    List<String> from,
    Instant firstOpened,
    Instant opened,
    VerdictKind verdict,
    Optional<Instant> nextLook,
    Optional<Instant> completed,
    List<KeptSignature> signatures,
    Optional<EncryptionState> encryption) {
  static final int MAX_FROM = 100;

  public KeptMail {
    from = List.copyOf(from);
    signatures = List.copyOf(signatures);
  }

  /** As it is opened, and not judged again by itself. */
  public static KeptMail of(JudgedMail mail) {
    KeptMail kept = of(mail, Duration.ZERO);
    return new KeptMail(
        kept.account,
        kept.messageId,
        kept.from,
        kept.firstOpened,
        kept.opened,
        kept.verdict,
        Optional.empty(),
        Optional.empty(),
        kept.signatures,
        kept.encryption);
  }

  /**
   * As it is opened.
   *
   * @param delay after which it is to be judged again, where that can change it
   */
  static KeptMail of(JudgedMail mail, Duration delay) {
    List<KeptSignature> signatures =
        mail.signatures().stream().map(each -> KeptSignature.of(each, mail.openedAt())).toList();
    // The signer must carry all From addresses: without all of them it cannot be judged again.
    boolean again =
        signatures.stream().anyMatch(KeptSignature::isPending) && mail.from().size() <= MAX_FROM;
    return new KeptMail(
        mail.account().map(Account::address).orElse(""),
        MessageId.plain(mail.messageId()),
        mail.from().stream().limit(MAX_FROM).toList(),
        mail.openedAt(),
        mail.openedAt(),
        mail.verdict().kind(),
        again ? Optional.of(mail.openedAt().plus(delay)) : Optional.empty(),
        Optional.empty(),
        signatures,
        mail.encryption());
  }

  /**
   * As it is after signatures were judged again.
   *
   * @param delay after which they are to be once more, if that can change them
   */
  KeptMail with(List<KeptSignature> others, Instant at, Optional<Duration> delay) {
    boolean complete = others.stream().noneMatch(KeptSignature::isPending);
    return new KeptMail(
        account,
        messageId,
        from,
        firstOpened,
        opened,
        verdict(others),
        complete ? Optional.empty() : delay.map(at::plus),
        complete ? Optional.of(at) : Optional.empty(),
        others,
        encryption);
  }

  /**
   * The worst of the signatures', as it was. Where the mail's was worse than them all, it came from
   * a signature that could not even be read, and stays.
   */
  private VerdictKind verdict(List<KeptSignature> others) {
    VerdictKind now = worst(others);
    boolean explained = worst(signatures) == verdict;
    return explained || now.compareTo(verdict) > 0 ? now : verdict;
  }

  private static VerdictKind worst(List<KeptSignature> signatures) {
    return VerdictKind.worst(signatures.stream().map(KeptSignature::verdict).toList())
        .orElse(VerdictKind.UNSIGNED);
  }
}
