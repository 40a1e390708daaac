package org.sealpost.trust.ocsp;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.sealpost.testpki.Holder;

/** A responder with any fault. Without a word it says that all is good, as the issuer itself. */
final class TestResponder {
  private final Holder issuer;
  private final Instant now;
  private Holder signer;
  private Optional<X509Certificate> claimed = Optional.empty();
  private List<X509Certificate> enclosed = List.of();
  private CertificateStatus status = CertificateStatus.GOOD;
  private Instant thisUpdate;
  private Optional<Instant> nextUpdate;
  private Nonce nonce = Nonce.RETURNED;
  private Optional<byte[]> replayed = Optional.empty();
  private Optional<X509Certificate> answered = Optional.empty();
  private Optional<ASN1ObjectIdentifier> digest = Optional.empty();
  private Optional<String> algorithm = Optional.empty();
  private OptionalInt failure = OptionalInt.empty();
  private boolean byKey = true;
  private boolean tampered;
  private final List<Extension> extensions = new ArrayList<>();
  private final List<Extension> singleExtensions = new ArrayList<>();

  private enum Nonce {
    RETURNED,
    LEFT_OUT,
    OTHER
  }

  TestResponder(Holder issuer, Instant now) {
    this.issuer = issuer;
    this.now = now;
    this.signer = issuer;
    this.thisUpdate = now.minus(Duration.ofHours(1));
    this.nextUpdate = Optional.of(now.plus(Duration.ofHours(1)));
  }

  /** Signs as this one, whose certificate goes along. */
  TestResponder delegate(Holder delegate) {
    signer = delegate;
    enclosed = List.of(delegate.certificate());
    return this;
  }

  /** Signs with this one's key, and says that another did. */
  TestResponder signedBy(Holder forger, X509Certificate claimedSigner) {
    signer = forger;
    claimed = Optional.of(claimedSigner);
    return this;
  }

  TestResponder encloses(X509Certificate... certificates) {
    enclosed = List.of(certificates);
    return this;
  }

  TestResponder namedByName() {
    byKey = false;
    return this;
  }

  TestResponder revoked(Instant since, int reason) {
    status = new RevokedStatus(Date.from(since), reason);
    return this;
  }

  TestResponder revokedWithoutReason(Instant since) {
    status = new RevokedStatus(Date.from(since));
    return this;
  }

  TestResponder unknown() {
    status = new UnknownStatus();
    return this;
  }

  TestResponder updates(Instant last, Instant next) {
    thisUpdate = last;
    nextUpdate = Optional.of(next);
    return this;
  }

  TestResponder withoutNextUpdate(Instant last) {
    thisUpdate = last;
    nextUpdate = Optional.empty();
    return this;
  }

  TestResponder withoutNonce() {
    nonce = Nonce.LEFT_OUT;
    return this;
  }

  TestResponder otherNonce() {
    nonce = Nonce.OTHER;
    return this;
  }

  /** Says always the same, whatever is asked. */
  TestResponder replays(byte[] answer) {
    replayed = Optional.of(answer);
    return this;
  }

  TestResponder answersFor(X509Certificate other) {
    answered = Optional.of(other);
    return this;
  }

  /** Names the certificate by this digest, whichever was asked with. */
  TestResponder names(ASN1ObjectIdentifier by) {
    digest = Optional.of(by);
    return this;
  }

  TestResponder algorithm(String signature) {
    algorithm = Optional.of(signature);
    return this;
  }

  TestResponder tampered() {
    tampered = true;
    return this;
  }

  TestResponder fails(int responseStatus) {
    failure = OptionalInt.of(responseStatus);
    return this;
  }

  TestResponder extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    extensions.add(made(id, critical, value));
    return this;
  }

  TestResponder singleExtension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    singleExtensions.add(made(id, critical, value));
    return this;
  }

  private static Extension made(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      return Extension.create(id, critical, value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] answer(byte[] encodedRequest) throws IOException {
    if (replayed.isPresent()) {
      return replayed.get();
    }
    if (failure.isPresent()) {
      return new OCSPResp(new OCSPResponse(new OCSPResponseStatus(failure.getAsInt()), null))
          .getEncoded();
    }
    try {
      BasicOCSPResp basic = basic(new OCSPReq(encodedRequest));
      byte[] encoded = new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
      if (tampered) {
        byte[] signature = basic.getSignature();
        encoded[indexOf(encoded, signature) + signature.length - 1] ^= 1;
      }
      return encoded;
    } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private BasicOCSPResp basic(OCSPReq request)
      throws OCSPException, OperatorCreationException, CertificateEncodingException, IOException {
    BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(id());
    builder.addResponse(
        certificateId(request),
        status,
        Date.from(thisUpdate),
        nextUpdate.map(Date::from).orElse(null),
        singleExtensions.isEmpty()
            ? null
            : new Extensions(singleExtensions.toArray(Extension[]::new)));
    List<Extension> all = new ArrayList<>(extensions);
    Extension asked = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    switch (nonce) {
      case RETURNED -> Optional.ofNullable(asked).ifPresent(all::add);
      case OTHER ->
          all.add(
              made(
                  OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                  false,
                  new DEROctetString(new byte[32])));
      case LEFT_OUT -> {}
    }
    if (!all.isEmpty()) {
      builder.setResponseExtensions(new Extensions(all.toArray(Extension[]::new)));
    }
    X509CertificateHolder[] certificates = new X509CertificateHolder[enclosed.size()];
    for (int i = 0; i < certificates.length; i++) {
      certificates[i] = new X509CertificateHolder(enclosed.get(i).getEncoded());
    }
    String signature =
        algorithm.orElse(
            signer.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    return builder.build(
        new JcaContentSignerBuilder(signature)
            .setProvider(new BouncyCastleProvider())
            .build(signer.key()),
        certificates,
        Date.from(now));
  }

  private RespID id() throws OperatorCreationException, OCSPException {
    X509Certificate named = claimed.orElse(signer.certificate());
    if (!byKey) {
      return new RespID(
          new ResponderID(X500Name.getInstance(named.getSubjectX500Principal().getEncoded())));
    }
    return new RespID(
        SubjectPublicKeyInfo.getInstance(named.getPublicKey().getEncoded()),
        calculator(CertificateID.HASH_SHA1));
  }

  private CertificateID certificateId(OCSPReq request)
      throws OperatorCreationException, OCSPException, CertificateEncodingException, IOException {
    CertificateID asked = request.getRequestList()[0].getCertID();
    if (answered.isEmpty() && digest.isEmpty()) {
      return asked;
    }
    AlgorithmIdentifier by = digest.map(AlgorithmIdentifier::new).orElse(CertificateID.HASH_SHA1);
    return new CertificateID(
        calculator(by),
        new X509CertificateHolder(issuer.certificate().getEncoded()),
        answered.map(X509Certificate::getSerialNumber).orElse(asked.getSerialNumber()));
  }

  private static DigestCalculator calculator(AlgorithmIdentifier algorithm)
      throws OperatorCreationException {
    return new JcaDigestCalculatorProviderBuilder().build().get(algorithm);
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i <= all.length - part.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException();
  }
}
