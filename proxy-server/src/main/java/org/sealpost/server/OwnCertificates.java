package org.sealpost.server;

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
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.CertificateUsage;

/** The certificates on the cards that are an account's, and those of the CAs above them. */
public record OwnCertificates(
    SequencedSet<X509Certificate> holders, SequencedSet<X509Certificate> chain) {
  /**
   * Asks the agent; no PIN is needed where the card lets its certificates be read without. There
   * may be none that are valid now.
   */
  public static OwnCertificates of(
      Account account, CardAgent agent, Store store, CertificateTrust trust)
      throws CardException, CertificateException {
    List<X509Certificate> all = new ArrayList<>();
    List<X509Certificate> helpers = new ArrayList<>(CertificateBook.authorities(store));
    for (TokenInfo token : agent.tokens()) {
      for (CardCertificate held : token.certificates()) {
        all.add(CertificateFile.parse(held.certificate()));
        for (byte[] authority : held.chain()) {
          helpers.add(CertificateFile.parse(authority));
        }
      }
    }
    Instant now = Instant.now();
    SequencedSet<X509Certificate> holders = new LinkedHashSet<>();
    all.stream().filter(certificate -> isOf(account, certificate, now)).forEach(holders::add);
    SequencedSet<X509Certificate> chain = new LinkedHashSet<>();
    for (X509Certificate holder : holders) {
      List<X509Certificate> path = trust.path(holder, helpers, now);
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
