package org.sealpost.policy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/**
 * What an account's policy, its rules for recipients and the mail itself wish for one mail. Pure.
 *
 * <p>A mail is one: what the policy says of any recipient, hidden ones included, holds for all of
 * it. "Stricter" is {@code required > when-possible > on-trigger > never} for encryption and {@code
 * always > on-trigger > never} for signing.
 *
 * <ul>
 *   <li>Encryption: the strictest of what the account and all rules for all recipients say. A rule
 *       can so ask for more than the account and never for less: a mail that would have been secret
 *       does not leave open because a rule was forgotten.
 *   <li>Signing: for each recipient the nearest that says anything counts, the rule for the address
 *       before that for the domain before the account's policy, since "not to this list, which
 *       breaks signatures" is as good a wish as "always". Of all recipients' the strictest holds.
 * </ul>
 *
 * <p>Then the mail's own wishes. A wish for more counts unless the policy is {@code never}; a wish
 * for less counts against the account's policy, but not against a rule that the user made for one
 * of the recipients, and {@link Wish#PLAIN} never against a requirement to encrypt. What does not
 * count refuses the mail.
 *
 * <pre>
 * encrypt is        no wish        ENCRYPT   SIGN_ONLY  PLAIN
 * never             no             refused   no         no
 * on-trigger        no             required  no         no
 * when-possible     when possible  required  no         no
 * required          required       required  no         refused
 * required by rule  required       required  refused    refused
 *
 * sign is           no wish        SIGN      SIGN_ONLY  PLAIN
 * never             no             refused   refused    no
 * on-trigger        no             yes       yes        no
 * always            yes            yes       yes        no
 * always by rule    yes            yes       yes        refused
 * </pre>
 */
public final class Rules {
  private Rules() {}

  /** What holds, and who said it. */
  private record Said<P extends Comparable<P>>(P policy, Decider by) {}

  /**
   * What is wished for.
   *
   * @param recipients addresses, at least one
   * @throws Failure permanent, if what the mail asks for goes against the policy
   */
  public static Wanted wanted(Account account, List<String> recipients, Wishes wishes)
      throws Failure {
    Said<SignPolicy> sign = sign(account, recipients);
    Said<EncryptPolicy> encrypt = encrypt(account, recipients);
    Said<Boolean> signing = signing(sign, wishes);
    Said<Encryption> encryption = encryption(encrypt, wishes);
    boolean signOnly =
        encryption.policy() == Encryption.REQUIRED
            && !isRule(encryption.by())
            && sign.policy() != SignPolicy.NEVER;
    return new Wanted(
        signing.policy(),
        signing.by(),
        encryption.policy(),
        encryption.by(),
        signOnly ? account.triggers().shown(Wish.SIGN_ONLY) : Optional.empty(),
        sign.policy() != SignPolicy.NEVER && wishes.decider(Wish.PLAIN).isEmpty(),
        maySplit(account, encryption, wishes));
  }

  /** A rule or the mail itself that requires encryption requires it for all. */
  private static boolean maySplit(Account account, Said<Encryption> encryption, Wishes wishes) {
    boolean requiredForAll = encryption.policy() == Encryption.REQUIRED && isRule(encryption.by());
    return account.withoutCertificate() == WithoutCertificate.SPLIT
        && !requiredForAll
        && wishes.decider(Wish.ENCRYPT).isEmpty();
  }

  private static Said<Boolean> signing(Said<SignPolicy> rule, Wishes wishes) throws Failure {
    Optional<Decider> plain = wishes.decider(Wish.PLAIN);
    Optional<Decider> asked = wishes.decider(Wish.SIGN).or(() -> wishes.decider(Wish.SIGN_ONLY));
    boolean always = rule.policy() == SignPolicy.ALWAYS;
    if (plain.isPresent()) {
      require(!always || !isRule(rule.by()), "plain-against-rule", rule.by());
      return new Said<>(false, plain.get());
    }
    if (asked.isPresent() && !always) {
      require(rule.policy() != SignPolicy.NEVER, "signing-off", asked.get(), rule.by());
      return new Said<>(true, asked.get());
    }
    return new Said<>(always, rule.by());
  }

  private static Said<Encryption> encryption(Said<EncryptPolicy> rule, Wishes wishes)
      throws Failure {
    boolean required = rule.policy() == EncryptPolicy.REQUIRED;
    Optional<Decider> asked = wishes.decider(Wish.ENCRYPT);
    if (asked.isPresent() && !required) {
      require(rule.policy() != EncryptPolicy.NEVER, "encryption-off", asked.get());
      return new Said<>(Encryption.REQUIRED, asked.get());
    }
    Optional<Decider> plain = wishes.decider(Wish.PLAIN);
    if (plain.isPresent()) {
      require(!required, "plain-against-encryption", rule.by());
      return new Said<>(Encryption.NONE, plain.get());
    }
    Optional<Decider> signOnly = wishes.decider(Wish.SIGN_ONLY);
    if (signOnly.isPresent()) {
      require(!required || !isRule(rule.by()), "sign-only-against-rule", rule.by());
      return new Said<>(Encryption.NONE, signOnly.get());
    }
    return new Said<>(
        switch (rule.policy()) {
          case NEVER, ON_TRIGGER -> Encryption.NONE;
          case WHEN_POSSIBLE -> Encryption.WHEN_POSSIBLE;
          case REQUIRED -> Encryption.REQUIRED;
        },
        rule.by());
  }

  private static boolean isRule(Decider decider) {
    return decider == Decider.ADDRESS_RULE || decider == Decider.DOMAIN_RULE;
  }

  private static void require(boolean allowed, String refusal, Decider... deciders) throws Failure {
    if (!allowed) {
      Object[] words = Arrays.stream(deciders).map(Decider::words).toArray();
      throw Failure.of(550, "5.7.1", Words.beside(Rules.class).phrase(refusal, words));
    }
  }

  private static Said<SignPolicy> sign(Account account, List<String> recipients) {
    Said<SignPolicy> general = new Said<>(account.sign(), Decider.ACCOUNT);
    return recipients.stream()
        .map(
            address ->
                said(account, address, RecipientRule::sign)
                    .min(
                        Comparator.comparing(
                            (Said<SignPolicy> it) -> it.by() != Decider.ADDRESS_RULE))
                    .orElse(general))
        .reduce(Rules::stricter)
        .orElse(general);
  }

  private static Said<EncryptPolicy> encrypt(Account account, List<String> recipients) {
    return recipients.stream()
        .flatMap(address -> said(account, address, RecipientRule::encrypt))
        .reduce(new Said<>(account.encrypt(), Decider.ACCOUNT), Rules::stricter);
  }

  /** What the rules say of this recipient, in the account's order. */
  private static <P extends Comparable<P>> Stream<Said<P>> said(
      Account account, String address, Function<RecipientRule, Optional<P>> of) {
    return account.rules().stream()
        .filter(rule -> rule.matches(address))
        .flatMap(
            rule ->
                of.apply(rule).stream()
                    .map(
                        policy ->
                            new Said<>(
                                policy,
                                rule.isForDomain() ? Decider.DOMAIN_RULE : Decider.ADDRESS_RULE)));
  }

  /** Of equals a rule, since it holds against more wishes, and else the first. */
  private static <P extends Comparable<P>> Said<P> stricter(Said<P> one, Said<P> other) {
    int difference = other.policy().compareTo(one.policy());
    boolean firmer = difference == 0 && !isRule(one.by()) && isRule(other.by());
    return difference > 0 || firmer ? other : one;
  }
}
