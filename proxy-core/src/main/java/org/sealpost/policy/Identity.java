package org.sealpost.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.mime.Header;

/**
 * As whom a mail is written. Pure.
 *
 * <p>A sending agent makes the address in From or Sender match one in the signer's certificate (RFC
 * 8550 §3), so the account writes as the address in From that is its own, or else as the one in
 * Sender. Where neither is, the mail is somebody else's, and refused.
 *
 * <ul>
 *   <li>From may have several addresses if Sender says who of them, or who else, sends it (RFC 5322
 *       §3.6.2). Sender then decides between several of the account's.
 *   <li>Groups in From (RFC 6854) are opened.
 *   <li>Without a From field that names an address, or with two fields, of which each reader shows
 *       another, it is nobody's. Nor is it anybody's where an entry of From or Sender cannot be
 *       read, or can be read in two ways: text behind an address in angle brackets, several of
 *       these in one entry, an address in the name of a group, or a folded line before the first
 *       field. Some reader may show that one.
 *   <li>Resent-From is no address to sign with: whoever resends a mail of somebody else (RFC 5322
 *       §3.6.6) can let it pass, and cannot sign it.
 *   <li>The envelope's sender says where bounces go, and nothing of who writes. It may be empty, as
 *       for a disposition notification.
 * </ul>
 */
public sealed interface Identity {
  /**
   * The account writes it.
   *
   * @param address the one of the account's that the signing certificate must carry, as written
   */
  record Own(String address) implements Identity {}

  /** The account resends what somebody else wrote. */
  record Resent() implements Identity {}

  /**
   * As whom the account writes this mail.
   *
   * @throws Failure permanent, if the mail is not the account's or nobody's
   */
  static Identity of(Header header, Account account) throws Failure {
    if (header.all("From").size() > 1 || header.all("Sender").size() > 1) {
      throw refusal("several-from");
    }
    List<String> from = header.addresses("From");
    List<String> sender = header.addresses("Sender");
    if (from.isEmpty()) {
      throw refusal("no-from");
    }
    if (!header.hasOnlyReadableAddresses("From") || !header.hasOnlyReadableAddresses("Sender")) {
      throw refusal("unreadable-author");
    }
    if (from.size() > 1 && sender.size() != 1) {
      throw refusal("several-authors", String.join(", ", from));
    }
    Optional<String> author =
        Stream.concat(sender.stream().filter(it -> isAmong(from, it)), from.stream())
            .filter(account::owns)
            .findFirst();
    Optional<String> own =
        author
            .or(() -> sender.size() == 1 ? sender.stream().findFirst() : Optional.empty())
            .filter(account::owns);
    if (own.isPresent()) {
      return new Own(own.get());
    }
    if (isResent(header, account)) {
      return new Resent();
    }
    throw refusal("of-other", String.join(", ", from), account.address());
  }

  private static boolean isAmong(List<String> from, String address) {
    String comparable = Recipient.comparable(address);
    return from.stream().anyMatch(it -> Recipient.comparable(it).equals(comparable));
  }

  /** The last resender's fields come first. */
  private static boolean isResent(Header header, Account account) {
    return Stream.of("Resent-From", "Resent-Sender")
        .flatMap(name -> header.first(name).stream())
        .map(field -> Header.of(List.of(field)).addresses(field.name()))
        .flatMap(List<String>::stream)
        .anyMatch(account::owns);
  }

  private static Failure refusal(String key, Object... arguments) {
    return Failure.of(
        550, "5.7.1", Words.beside(Identity.class).phrase("identity." + key, arguments));
  }
}
