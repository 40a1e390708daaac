package org.sealpost.policy;

import java.util.Optional;
import org.sealpost.trust.MailAddress;

/**
 * What holds for mails to an address or a domain, besides the account's own policy; {@link Rules}
 * says how they go together.
 *
 * @param scope an address, or {@code @} and a domain, in the form in which they are compared; a
 *     domain does not include the ones below it
 * @param encrypt more than the account asks for; {@link EncryptPolicy#NEVER} asks for nothing
 */
public record RecipientRule(
    String scope, Optional<SignPolicy> sign, Optional<EncryptPolicy> encrypt) {

  /**
   * The form in which scopes are compared.
   *
   * @return empty if it is neither an address nor {@code @} and a domain
   */
  public static Optional<String> scope(String written) {
    String text = written.strip();
    return text.startsWith("@")
        ? MailAddress.normalise("all" + text).map(address -> address.substring("all".length()))
        : MailAddress.normalise(text);
  }

  boolean isForDomain() {
    return scope.startsWith("@");
  }

  /** Whether it is for this recipient. */
  boolean matches(String address) {
    String comparable = Recipient.comparable(address);
    return isForDomain()
        ? comparable.substring(Math.max(0, comparable.lastIndexOf('@'))).equals(scope)
        : comparable.equals(scope);
  }
}
