package org.sealpost.card.agent;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose card it is, as far as its certificates tell. */
final class Holder {
  private static final Logger LOG = LoggerFactory.getLogger(Holder.class);

  private Holder() {}

  /** The common name of the signing certificate, or else of the first; empty if there is none. */
  static String of(List<CardCertificate> certificates) {
    return certificates.stream()
        .sorted(Comparator.comparing(c -> !c.purposes().contains(KeyPurpose.SIGN)))
        .map(Holder::commonName)
        .filter(name -> !name.isBlank())
        .findFirst()
        .orElse("");
  }

  private static String commonName(CardCertificate certificate) {
    try {
      X509Certificate parsed =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate.certificate()));
      for (Rdn rdn : new LdapName(parsed.getSubjectX500Principal().getName()).getRdns()) {
        // Not the type and value of the RDN itself, which are one of several where it has several.
        Attribute name = rdn.toAttributes().get("CN");
        if (name != null && name.get() instanceof String text) {
          return text;
        }
      }
      return "";
    } catch (CertificateException | NamingException e) {
      LOG.debug("a certificate does not tell its holder's name", e);
      return "";
    }
  }
}
