package org.sealpost.policy;

import java.util.List;

/**
 * A mail account as policy sees it.
 *
 * @param address the mail address
 * @param signWithoutAddress whether a signing certificate that carries no address at all may sign
 * @param rules for certain recipients, the nearer first: the account's own, then those of all
 * @param triggers with what a single mail can ask for something
 */
public record Account(
    String address,
    SignPolicy sign,
    EncryptPolicy encrypt,
    boolean signWithoutAddress,
    List<RecipientRule> rules,
    TriggerWords triggers) {
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
}
