package org.sealpost.outbound;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.keys.HeldKey;
import org.sealpost.policy.Account;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;
import org.sealpost.trust.MailAddress;

/**
 * With which key an account signs: one whose certificate carries the address that it writes as, is
 * valid and strong enough for new mail; the newest of several. A certificate without any address
 * counts only if the account says so, one with other addresses never. Pure.
 */
public sealed interface SignerChoice {
  /** With this one. */
  record Chosen(HeldKey key) implements SignerChoice {}

  /** With none; the refusal is permanent, if no other key can come to light, and says why. */
  record None(Failure refusal) implements SignerChoice {}

  /** A key of a token that is there goes before one of a token that was taken out. */
  Comparator<HeldKey> BEST =
      Comparator.comparing((HeldKey key) -> !key.present())
          .thenComparing(key -> key.certificate().getNotBefore(), Comparator.reverseOrder());

  /** The choice for mails from the account's own address. */
  static SignerChoice of(List<HeldKey> keys, Account account, Instant now) {
    return of(keys, account, account.address(), now);
  }

  /**
   * The choice among these keys at {@code now}.
   *
   * @param keys of all tokens; one that is not there is chosen only for want of another
   * @param from the one of the account's addresses that the mail is from
   */
  static SignerChoice of(List<HeldKey> keys, Account account, String from, Instant now) {
    List<HeldKey> signing =
        keys.stream()
            .filter(key -> key.isFor(KeyPurpose.SIGN))
            .filter(key -> CertificateUsage.canSign(key.certificate()))
            .sorted(BEST)
            .toList();
    String address = MailAddress.normalise(from).orElse(from);
    List<HeldKey> own = with(signing, addresses -> addresses.contains(address));
    List<HeldKey> nameless = with(signing, List::isEmpty);
    List<HeldKey> acceptable = own.isEmpty() && account.signWithoutAddress() ? nameless : own;
    return acceptable.stream()
        .filter(key -> key.validAt(now) && shortKey(key.certificate()).isEmpty())
        .findFirst()
        .<SignerChoice>map(Chosen::new)
        .orElseGet(() -> new None(refusal(from, now, acceptable, nameless, signing)));
  }

  private static List<HeldKey> with(List<HeldKey> keys, Predicate<List<String>> addresses) {
    return keys.stream()
        .filter(key -> addresses.test(CertificateNames.addresses(key.certificate())))
        .toList();
  }

  private static Failure refusal(
      String from,
      Instant now,
      List<HeldKey> acceptable,
      List<HeldKey> nameless,
      List<HeldKey> signing) {
    if (!acceptable.isEmpty()) {
      return unusable(from, now, acceptable.getFirst().certificate());
    }
    if (!nameless.isEmpty()) {
      return refusal("without-address", from);
    }
    if (signing.isEmpty()) {
      return refusal("no-signing-certificate", from);
    }
    String others =
        signing.stream()
            .flatMap(key -> CertificateNames.addresses(key.certificate()).stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return refusal("other-address", from, others);
  }

  private static Failure unusable(String from, Instant now, X509Certificate newest) {
    if (now.isAfter(newest.getNotAfter().toInstant())) {
      return refusal("expired", from, day(newest.getNotAfter()));
    }
    if (now.isBefore(newest.getNotBefore().toInstant())) {
      return refusal("not-yet-valid", from, day(newest.getNotBefore()));
    }
    return refusal("weak", from, shortKey(newest).orElse(""));
  }

  private static Optional<String> shortKey(X509Certificate certificate) {
    return certificate.getPublicKey() instanceof RSAPublicKey rsa
            && rsa.getModulus().bitLength() < 2048
        ? Optional.of("RSA-" + rsa.getModulus().bitLength())
        : Optional.empty();
  }

  private static LocalDate day(Date date) {
    return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
  }

  private static Failure refusal(String key, Object... arguments) {
    return Failure.of(550, "5.7.1", Words.beside(SignerChoice.class).phrase(key, arguments));
  }
}
