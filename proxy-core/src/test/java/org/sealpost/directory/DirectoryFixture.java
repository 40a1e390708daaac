package org.sealpost.directory;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;

/** Certificates to publish, and what holds them. */
final class DirectoryFixture {
  static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);

  /** A time at which what {@link #PKI} issues is valid, as it is for a year before and after. */
  static final Instant NOON =
      PKI.root().certificate().getNotBefore().toInstant().plus(Duration.ofDays(365));

  private DirectoryFixture() {}

  static X509Certificate certificate(String address) {
    return PKI.person("Someone", address, KeyKind.P256).encryption().certificate();
  }

  static Question question(String address) {
    return Question.of(address).orElseThrow();
  }

  /** A server's key for this name. */
  static Holder server(String name) {
    return PKI.certificate("CN=" + name)
        .key(KeyKind.RSA_2048)
        .extension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, name)))
        .issue();
  }

  static SSLContext trusting(X509Certificate authority)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", authority);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static byte[] pkcs7(X509Certificate... certificates) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addCertificates(new JcaCertStore(List.of(certificates)));
      return generator.generate(new CMSAbsentContent()).getEncoded();
    } catch (CMSException | IOException | CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static String organisation() {
    return """
        dn: o=test
        objectClass: organization
        o: test

        """;
  }

  static String unit(String name) {
    return """
        dn: ou=%1$s,o=test
        objectClass: organizationalUnit
        ou: %1$s

        """
        .formatted(name);
  }

  /** An entry; {@code attribute} is empty for none. */
  static String person(String name, String below, String mail, String attribute, byte[] value) {
    String certificate =
        attribute.isEmpty()
            ? ""
            : attribute + ":: " + Base64.getEncoder().encodeToString(value) + "\n";
    return """
        dn: cn=%1$s,%2$s
        objectClass: inetOrgPerson
        cn: %1$s
        sn: %1$s
        mail: %3$s
        %4$s
        """
        .formatted(name, below, mail, certificate);
  }
}
