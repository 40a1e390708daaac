package org.sealpost.server.cli;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.sealpost.book.CertificateBook;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.policy.Account;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateUsage;

/** The certificates on the cards that are an account's, and those of the CAs above them. */
record OwnCertificates(SequencedSet<X509Certificate> holders, SequencedSet<X509Certificate> chain) {
  /**
   * Asks the agent; no PIN is needed where the card lets its certificates be read without.
   *
   * @throws CommandFailed if there are none that are valid now
   */
  static OwnCertificates of(Account account, Settings settings, Book book)
      throws CardException, CertificateException, CommandFailed {
    List<X509Certificate> all = new ArrayList<>();
    List<X509Certificate> helpers = new ArrayList<>(CertificateBook.authorities(book.store()));
    try (CardAgent agent = Agent.connect(settings)) {
      for (TokenInfo token : agent.tokens()) {
        for (CardCertificate held : token.certificates()) {
          all.add(CertificateFile.parse(held.certificate()));
          for (byte[] authority : held.chain()) {
            helpers.add(CertificateFile.parse(authority));
          }
        }
      }
    }
    Instant now = Instant.now();
    SequencedSet<X509Certificate> holders = new LinkedHashSet<>();
    all.stream().filter(certificate -> isOf(account, certificate, now)).forEach(holders::add);
    if (holders.isEmpty()) {
      throw new CommandFailed("export.no-own", account.address());
    }
    SequencedSet<X509Certificate> chain = new LinkedHashSet<>();
    for (X509Certificate holder : holders) {
      List<X509Certificate> path = book.trust().path(holder, helpers, now);
      chain.addAll(path.subList(Math.min(1, path.size()), path.size()));
    }
    return new OwnCertificates(holders, chain);
  }

  private static boolean isOf(Account account, X509Certificate certificate, Instant now) {
    boolean useful =
        certificate.getBasicConstraints() < 0
            && now.isBefore(certificate.getNotAfter().toInstant())
            && (CertificateUsage.canSign(certificate) || CertificateUsage.canEncrypt(certificate));
    List<String> addresses = CertificateNames.addresses(certificate);
    return useful
        && (addresses.isEmpty()
            ? account.signWithoutAddress()
            : addresses.stream().anyMatch(account::owns));
  }
}
