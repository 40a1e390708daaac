package org.sealpost.outbound;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sealpost.policy.Account;
import org.sealpost.policy.Permission;
import org.sealpost.policy.Permissions;
import org.sealpost.policy.Recipient;

/**
 * Those recipients of one mail who cannot be encrypted to and, by the user's word, need not be.
 *
 * @param addresses theirs
 * @param wouldBeMoreWithoutTheWish whether the user's word for others among them does not count
 *     only because the mail itself asks for encryption
 */
record Permitted(Set<String> addresses, boolean wouldBeMoreWithoutTheWish) {

  static Permitted of(
      Permissions permissions,
      Account account,
      List<Recipient> recipients,
      boolean askedByMail,
      Instant now) {
    Set<String> addresses = new HashSet<>();
    boolean more = false;
    for (Recipient recipient : recipients) {
      if (recipient.obstacle().isPresent()) {
        String address = recipient.address();
        List<Permission> all = permissions.of(account.address(), address, now);
        if (all.stream().anyMatch(it -> it.counts(askedByMail, now))) {
          addresses.add(address);
        } else {
          more |= all.stream().anyMatch(it -> it.counts(false, now));
        }
      }
    }
    return new Permitted(addresses, more);
  }
}
