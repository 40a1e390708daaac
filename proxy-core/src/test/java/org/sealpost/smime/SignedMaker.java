package org.sealpost.smime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.testpki.Holder;

/**
 * Puts signed messages together piece by piece, so that a test can put in a wrong one. As it stands
 * it makes an honest RSA signature with SHA-256 over {@link Mails#PLAIN}.
 */
final class SignedMaker {
  private final List<ASN1Encodable> certificates = new ArrayList<>();
  private final List<ASN1Encodable> signers = new ArrayList<>();
  private ASN1ObjectIdentifier contentType = CMSObjectIdentifiers.data;

  SignedMaker certificate(X509Certificate certificate) {
    try {
      return certificate(ASN1Primitive.fromByteArray(certificate.getEncoded()));
    } catch (CertificateEncodingException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  SignedMaker certificate(ASN1Encodable encoded) {
    certificates.add(encoded);
    return this;
  }

  SignedMaker contentType(ASN1ObjectIdentifier type) {
    contentType = type;
    return this;
  }

  SignedMaker signer(ASN1Encodable signerInfo) {
    signers.add(signerInfo);
    return this;
  }

  static Attribute contentTypeAttribute(ASN1ObjectIdentifier type) {
    return new Attribute(CMSAttributes.contentType, new DERSet(type));
  }

  static Attribute digestAttribute(byte[] content) {
    return new Attribute(
        CMSAttributes.messageDigest, new DERSet(new DEROctetString(digest("SHA-256", content))));
  }

  static byte[] digest(String name, byte[] content) {
    try {
      return MessageDigest.getInstance(name).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An honest signerInfo over {@link Mails#PLAIN}. */
  static ASN1Encodable honest(Holder holder) {
    return rsa(
        holder,
        new DERSet(
            new ASN1Encodable[] {
              contentTypeAttribute(CMSObjectIdentifiers.data),
              digestAttribute(Mails.bytes(Mails.PLAIN))
            }));
  }

  /** A signerInfo with these attributes, signed with RSA over their DER. */
  static ASN1Encodable rsa(Holder holder, ASN1Set attributes) {
    try {
      return signerInfo(
          holder.certificate(),
          NISTObjectIdentifiers.id_sha256,
          Optional.of(attributes),
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          sign(holder, "SHA256withRSA", attributes.getEncoded("DER")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sign(Holder holder, String algorithm, byte[] message) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(holder.key());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static ASN1Encodable signerInfo(
      X509Certificate certificate,
      ASN1ObjectIdentifier digest,
      Optional<ASN1Set> attributes,
      AlgorithmIdentifier algorithm,
      byte[] signature) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(1));
    parts.add(RecipientInfos.name(certificate));
    parts.add(new AlgorithmIdentifier(digest));
    attributes.ifPresent(set -> parts.add(new DERTaggedObject(false, 0, set)));
    parts.add(algorithm);
    parts.add(new DEROctetString(signature));
    return new DERSequence(parts);
  }

  /** The SignedData without content. */
  byte[] detached() {
    return signedData(new DERSequence(contentType));
  }

  /** The SignedData with content. */
  byte[] opaque(byte[] content) {
    return signedData(
        new DERSequence(
            new ASN1Encodable[] {
              contentType, new DERTaggedObject(true, 0, new DEROctetString(content))
            }));
  }

  private byte[] signedData(ASN1Encodable encapsulated) {
    return CmsMaker.content(
        CMSObjectIdentifiers.signedData,
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(1),
              new DERSet(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              encapsulated,
              new DERTaggedObject(false, 0, new DERSet(certificates.toArray(ASN1Encodable[]::new))),
              new DERSet(signers.toArray(ASN1Encodable[]::new))
            }));
  }

  /** A multipart/signed of a content and a signature. */
  static byte[] multipart(String content, byte[] signature) {
    return Mails.bytes(
        """
        Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r
         micalg=sha-256; boundary=b\r
        \r
        --b\r
        %s\r
        --b\r
        Content-Type: application/pkcs7-signature; name=smime.p7s\r
        Content-Transfer-Encoding: base64\r
        \r
        %s\r
        --b--\r
        """
            .formatted(content, Base64.getMimeEncoder().encodeToString(signature)));
  }
}
