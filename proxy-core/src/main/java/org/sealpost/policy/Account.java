package org.sealpost.policy;

import java.util.List;

/**
 * A mail account as policy sees it.
 *
 * @param address the mail address
 * @param signWithoutAddress whether a signing certificate that carries no address at all may sign
 * @param rules for certain recipients, the nearer first: the account's own, then those of all
 * @param triggers with what a single mail can ask for something
 * @param signature what its signed mails look like
 */
public record Account(
    String address,
    SignPolicy sign,
    EncryptPolicy encrypt,
    boolean signWithoutAddress,
    List<RecipientRule> rules,
    TriggerWords triggers,
    SignatureForm signature) {
  public Account {
    rules = List.copyOf(rules);
  }

  /** Whether any of its mails can come to be encrypted by us. */
  public boolean mayEncrypt() {
    return encrypt.mayEncrypt()
        || rules.stream()
            .flatMap(rule -> rule.encrypt().stream())
            .anyMatch(EncryptPolicy::mayEncrypt);
  }

  /** One whose policy is the same for all recipients, without keywords. */
  public Account(
      String address, SignPolicy sign, EncryptPolicy encrypt, boolean signWithoutAddress) {
    this(address, sign, encrypt, signWithoutAddress, List.of(), TriggerWords.none());
  }

  /** One that signs in the clear. */
  public Account(
      String address,
      SignPolicy sign,
      EncryptPolicy encrypt,
      boolean signWithoutAddress,
      List<RecipientRule> rules,
      TriggerWords triggers) {
    this(address, sign, encrypt, signWithoutAddress, rules, triggers, SignatureForm.CLEAR);
  }
}
