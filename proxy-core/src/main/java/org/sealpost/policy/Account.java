package org.sealpost.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * A mail account as policy sees it.
 *
 * @param address the mail address
 * @param aliases further addresses that are the same user's to write from
 * @param signWithoutAddress whether a signing certificate that carries no address at all may sign
 * @param rules for certain recipients, the nearer first: the account's own, then those of all
 * @param triggers with what a single mail can ask for something
 * @param signature what its signed mails look like
 */
public record Account(
    String address,
    List<String> aliases,
    SignPolicy sign,
    EncryptPolicy encrypt,
    WithoutCertificate withoutCertificate,
    boolean signWithoutAddress,
    List<RecipientRule> rules,
    TriggerWords triggers,
    SignatureForm signature) {
  public Account {
    aliases = List.copyOf(aliases);
    rules = List.copyOf(rules);
  }

  /** Whether it is the address or one of the aliases. */
  public boolean owns(String other) {
    String comparable = Recipient.comparable(other);
    return addresses().anyMatch(own -> Recipient.comparable(own).equals(comparable));
  }

  /** The address, then the aliases. */
  public Stream<String> addresses() {
    return Stream.concat(Stream.of(address), aliases.stream());
  }

  /**
   * Whether a mail to this recipient can come to be encrypted by us without asking for it, by the
   * account's policy or a rule for this recipient.
   */
  public boolean mayEncrypt(String recipient) {
    return encrypt.encryptsUnasked()
        || rules.stream()
            .filter(rule -> rule.matches(recipient))
            .flatMap(rule -> rule.encrypt().stream())
            .anyMatch(EncryptPolicy::encryptsUnasked);
  }

  /** One without aliases that never splits a mail and signs in the clear. */
  public Account(
      String address,
      SignPolicy sign,
      EncryptPolicy encrypt,
      boolean signWithoutAddress,
      List<RecipientRule> rules,
      TriggerWords triggers) {
    this(
        address,
        List.of(),
        sign,
        encrypt,
        WithoutCertificate.REFUSE,
        signWithoutAddress,
        rules,
        triggers,
        SignatureForm.CLEAR);
  }

  /** One whose policy is the same for all recipients, without keywords. */
  public Account(
      String address, SignPolicy sign, EncryptPolicy encrypt, boolean signWithoutAddress) {
    this(address, sign, encrypt, signWithoutAddress, List.of(), TriggerWords.none());
  }
}
