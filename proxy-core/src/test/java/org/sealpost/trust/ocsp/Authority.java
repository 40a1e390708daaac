package org.sealpost.trust.ocsp;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.sealpost.testpki.Holder;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.testpki.TestPki.CertificateRequest;

/** A CA, what it issues, and whom it appoints to answer. */
final class Authority {
  static final Duration A_DAY = Duration.ofDays(1);

  private final TestPki pki;

  Authority(String name) {
    this(name, KeyKind.P256);
  }

  Authority(String name, KeyKind key) {
    pki = new TestPki(name, key);
  }

  Holder ca() {
    return pki.root();
  }

  Holder holder(URI... responders) {
    return request("CN=Ming", responders).issue();
  }

  Holder holder(BigInteger serial, URI responder) {
    return request("CN=Ming", responder).serial(serial).issue();
  }

  CertificateRequest request(String subject, URI... responders) {
    CertificateRequest request =
        pki.certificate(subject).key(KeyKind.P256).usage(KeyUsage.digitalSignature);
    if (responders.length == 0) {
      return request;
    }
    AccessDescription[] descriptions = new AccessDescription[responders.length];
    for (int i = 0; i < descriptions.length; i++) {
      descriptions[i] =
          new AccessDescription(
              AccessDescription.id_ad_ocsp,
              new GeneralName(GeneralName.uniformResourceIdentifier, responders[i].toString()));
    }
    return request.extension(
        Extension.authorityInfoAccess, false, new AuthorityInformationAccess(descriptions));
  }

  /** A good one, about which nobody is to be asked. */
  Holder delegate() {
    return noCheck(delegateRequest()).issue();
  }

  CertificateRequest delegateRequest() {
    return purpose(
        request("CN=Responder").valid(Instant.now().minus(A_DAY), Instant.now().plus(A_DAY)),
        KeyPurposeId.id_kp_OCSPSigning);
  }

  static CertificateRequest purpose(CertificateRequest request, KeyPurposeId... purposes) {
    return request.extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
  }

  static CertificateRequest noCheck(CertificateRequest request) {
    return request.extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
  }
}
