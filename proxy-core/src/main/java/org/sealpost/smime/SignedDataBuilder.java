package org.sealpost.smime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.smime.SMIMEAttributes;
import org.bouncycastle.asn1.smime.SMIMEEncryptionKeyPreferenceAttribute;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.sealpost.failure.Failure;

/**
 * Makes SignedData with one signer (RFC 5652 §5, RFC 8551 §2.5), and gives the parts of it that go
 * before and after a content that streams.
 */
final class SignedDataBuilder {
  /** RFC 5652 §11.3: UTCTime for these years, GeneralizedTime for others. */
  private static final int FIRST_UTC_YEAR = 1950;

  private static final int LAST_UTC_YEAR = 2049;

  private final SigningKey key;
  private final SignerAlgorithm algorithm;
  private final Capabilities announced;
  private final Instant signingTime;

  /**
   * A builder.
   *
   * @param announced what we say to read
   */
  SignedDataBuilder(
      SigningKey key, SignerAlgorithm algorithm, Capabilities announced, Instant signingTime) {
    this.key = key;
    this.algorithm = algorithm;
    this.announced = announced;
    this.signingTime = signingTime;
  }

  /** DER of the ContentInfo of a detached signature; signs once. */
  byte[] detached(byte[] contentDigest) throws IOException, Failure {
    SignedData signedData =
        new SignedData(
            new DERSet(algorithm.digestId()),
            new ContentInfo(CMSObjectIdentifiers.data, null),
            certificates(),
            null,
            new DERSet(signerInfo(contentDigest)));
    return new ContentInfo(CMSObjectIdentifiers.signedData, signedData)
        .getEncoded(ASN1Encoding.DER);
  }

  /** DER of what stands in SignedData before a content of type data: version, digestAlgorithms. */
  byte[] beforeContent() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new ASN1Integer(1).getEncoded(ASN1Encoding.DER));
    out.write(new DERSet(algorithm.digestId()).getEncoded(ASN1Encoding.DER));
    return out.toByteArray();
  }

  /** DER of what stands in SignedData after the content: certificates, signerInfos; signs once. */
  byte[] afterContent(byte[] contentDigest) throws IOException, Failure {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new DERTaggedObject(false, 0, certificates()).getEncoded(ASN1Encoding.DER));
    out.write(new DERSet(signerInfo(contentDigest)).getEncoded(ASN1Encoding.DER));
    return out.toByteArray();
  }

  private SignerInfo signerInfo(byte[] contentDigest) throws IOException, Failure {
    DERSet attributes = attributes(contentDigest);
    byte[] digest =
        Digests.of(algorithm.digestName()).digest(attributes.getEncoded(ASN1Encoding.DER));
    byte[] signature = key.sign(algorithm.algorithm(), digest);
    return new SignerInfo(
        new SignerIdentifier(RecipientInfos.name(key.certificate())),
        algorithm.digestId(),
        attributes,
        algorithm.signatureId(),
        new DEROctetString(signature),
        (ASN1Set) null);
  }

  private DERSet certificates() {
    Set<X509Certificate> all = new LinkedHashSet<>();
    all.add(key.certificate());
    key.encryptionCertificate().ifPresent(all::add);
    all.addAll(key.chain());
    ASN1EncodableVector encoded = new ASN1EncodableVector();
    all.forEach(each -> encoded.add(Certificate.getInstance(der(each))));
    return new DERSet(encoded);
  }

  private DERSet attributes(byte[] contentDigest) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data));
    attributes.add(attribute(CMSAttributes.messageDigest, new DEROctetString(contentDigest)));
    attributes.add(attribute(CMSAttributes.signingTime, time()));
    attributes.add(
        attribute(
            SMIMEAttributes.smimeCapabilities, ASN1Sequence.getInstance(announced.encoded())));
    attributes.add(
        attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, signingCertificate()));
    Optional<IssuerAndSerialNumber> encryption =
        key.encryptionCertificate().map(RecipientInfos::name);
    if (encryption.isPresent()) {
      attributes.add(new SMIMEEncryptionKeyPreferenceAttribute(encryption.get()));
      attributes.add(attribute(EnclosedCertificates.MICROSOFT_KEY_PREFERENCE, encryption.get()));
    }
    return new DERSet(attributes);
  }

  private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Attribute(type, new DERSet(value));
  }

  private ASN1Encodable time() {
    Date date = Date.from(signingTime);
    int year = signingTime.atOffset(ZoneOffset.UTC).getYear();
    return year >= FIRST_UTC_YEAR && year <= LAST_UTC_YEAR
        ? new DERUTCTime(date)
        : new DERGeneralizedTime(date);
  }

  /** Binds the certificate to the signature, so that it cannot be exchanged (RFC 5035 §3). */
  private SigningCertificateV2 signingCertificate() {
    IssuerAndSerialNumber name = RecipientInfos.name(key.certificate());
    byte[] hash = Digests.of("SHA-256").digest(der(key.certificate()));
    return new SigningCertificateV2(
        new ESSCertIDv2(
            hash,
            new IssuerSerial(
                new GeneralNames(new GeneralName(name.getName())), name.getSerialNumber())));
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
