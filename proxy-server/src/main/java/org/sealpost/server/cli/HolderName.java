package org.sealpost.server.cli;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.sealpost.card.api.CardAgent;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.CardException;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.server.Settings;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.CertificateNames;
import org.sealpost.trust.MailAddress;

/** What the card calls the holder of an address: the name that the signature will show anyway. */
final class HolderName {
  private HolderName() {}

  /** The name in a certificate with that address on any card; empty where none can be seen. */
  static Optional<String> onCard(Settings settings, String address) {
    String wanted = MailAddress.normalise(address).orElseThrow();
    try (CardAgent agent = Agent.connect(settings)) {
      for (TokenInfo token : agent.tokens()) {
        for (CardCertificate held : token.certificates()) {
          X509Certificate certificate = CertificateFile.parse(held.certificate());
          if (CertificateNames.addresses(certificate).contains(wanted)) {
            return Optional.of(CertificateNames.displayName(certificate));
          }
        }
      }
    } catch (CardException | CertificateException _) {
      // A name is a courtesy: what is wrong with the card, the proxy will say.
    }
    return Optional.empty();
  }
}
