package org.sealpost.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.KeyAgreeRecipientId;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientId;
import org.sealpost.card.api.DigestAlgorithm;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/**
 * Finds those recipientInfos of an envelope that are for keys of ours. Other people's key
 * encryption keys and passwords (KEKRecipientInfo, PasswordRecipientInfo) are not for us. Not
 * thread-safe.
 */
final class OurRecipients {
  private static final Words WORDS = Words.beside(OurRecipients.class);

  /** The recipients of one mail that are looked at. */
  private static final int MAX_RECIPIENTS = 5000;

  /** A mail may name one key a thousand times; the card is not worn out for it. */
  private static final int MAX_KEYS = 8;

  private static final Map<ASN1ObjectIdentifier, DigestAlgorithm> DIGESTS =
      Map.of(
          OIWObjectIdentifiers.idSHA1, DigestAlgorithm.SHA1,
          NISTObjectIdentifiers.id_sha224, DigestAlgorithm.SHA224,
          NISTObjectIdentifiers.id_sha256, DigestAlgorithm.SHA256,
          NISTObjectIdentifiers.id_sha384, DigestAlgorithm.SHA384,
          NISTObjectIdentifiers.id_sha512, DigestAlgorithm.SHA512);

  private final RecipientKeys keys;
  private final List<WrappedKey> found = new ArrayList<>();
  private Optional<Refused> refused = Optional.empty();
  private Optional<DamagedCms> damaged = Optional.empty();
  private int seen;

  private OurRecipients(RecipientKeys keys) {
    this.keys = keys;
  }

  /**
   * The wrapped keys for us, in the mail's order; empty if there are none.
   *
   * @throws Refused if there are only such as we know no way to open
   * @throws DamagedCms if there are none, and one cannot be read
   */
  static List<WrappedKey> find(EnvelopeReader envelope, RecipientKeys keys)
      throws IOException, Failure, Refused {
    OurRecipients ours = new OurRecipients(keys);
    for (Optional<ASN1Primitive> next = envelope.nextRecipient();
        next.isPresent();
        next = envelope.nextRecipient()) {
      ours.look(next.get());
    }
    if (ours.found.isEmpty() && ours.refused.isPresent()) {
      throw ours.refused.get();
    }
    if (ours.found.isEmpty() && ours.damaged.isPresent()) {
      throw ours.damaged.get();
    }
    return ours.found;
  }

  private void look(ASN1Primitive recipient) throws Failure, Refused {
    try {
      ASN1Encodable info = RecipientInfo.getInstance(recipient).getInfo();
      if (info instanceof KeyTransRecipientInfo transport) {
        count(1);
        lookAtTransport(transport);
      } else if (info instanceof KeyAgreeRecipientInfo agreement) {
        count(agreement.getRecipientEncryptedKeys().size());
        lookAtAgreement(agreement);
      } else {
        count(1);
      }
    } catch (RuntimeException e) {
      damaged = Optional.of(new DamagedCms("malformed recipientInfo", e));
    } catch (DamagedCms e) {
      damaged = Optional.of(e);
    }
  }

  private void add(WrappedKey wrapped) {
    if (found.size() < MAX_KEYS) {
      found.add(wrapped);
    }
  }

  private void count(int recipients) throws Refused {
    seen += recipients;
    if (seen > MAX_RECIPIENTS) {
      throw new Refused(WORDS.phrase("refused.recipients", MAX_RECIPIENTS));
    }
  }

  private void lookAtTransport(KeyTransRecipientInfo info) throws Failure, DamagedCms {
    Optional<RecipientKey> key = keys.find(id(info.getRecipientIdentifier()));
    if (key.isEmpty()) {
      return;
    }
    try {
      add(
          new WrappedKey.Transported(
              key.get(),
              keyTransport(info.getKeyEncryptionAlgorithm()),
              info.getEncryptedKey().getOctets()));
    } catch (Refused e) {
      refused = Optional.of(e);
    }
  }

  private void lookAtAgreement(KeyAgreeRecipientInfo info) throws Failure, DamagedCms {
    for (ASN1Encodable each : info.getRecipientEncryptedKeys()) {
      RecipientEncryptedKey recipient = RecipientEncryptedKey.getInstance(each);
      Optional<RecipientKey> key = keys.find(id(recipient.getIdentifier()));
      if (key.isEmpty()) {
        continue;
      }
      try {
        add(
            new WrappedKey.Agreed(
                key.get(),
                EcdhKeyWrap.of(info.getKeyEncryptionAlgorithm()),
                ephemeralKey(info, key.get()),
                Optional.ofNullable(info.getUserKeyingMaterial()).map(ASN1OctetString::getOctets),
                recipient.getEncryptedKey().getOctets()));
      } catch (Refused e) {
        refused = Optional.of(e);
      }
    }
  }

  private static RecipientId id(RecipientIdentifier identifier) {
    if (identifier.isTagged()) {
      return new KeyTransRecipientId(ASN1OctetString.getInstance(identifier.getId()).getOctets());
    }
    IssuerAndSerialNumber name = IssuerAndSerialNumber.getInstance(identifier.getId());
    return new KeyTransRecipientId(name.getName(), name.getSerialNumber().getValue());
  }

  private static RecipientId id(KeyAgreeRecipientIdentifier identifier) {
    IssuerAndSerialNumber name = identifier.getIssuerAndSerialNumber();
    return name == null
        ? new KeyAgreeRecipientId(identifier.getRKeyID().getSubjectKeyIdentifier().getOctets())
        : new KeyAgreeRecipientId(name.getName(), name.getSerialNumber().getValue());
  }

  /** PKCS#1 v1.5, or OAEP with its parameters (RFC 3560, RFC 4055 §4.1). */
  private static KeyTransport keyTransport(AlgorithmIdentifier algorithm) throws Refused {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return KeyTransport.pkcs1();
    }
    if (!oid.equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
      throw new Refused(WORDS.phrase("refused.key-management", oid.getId()));
    }
    ASN1Encodable parameters = algorithm.getParameters();
    RSAESOAEPparams oaep =
        parameters == null || parameters.equals(DERNull.INSTANCE)
            ? new RSAESOAEPparams()
            : RSAESOAEPparams.getInstance(parameters);
    AlgorithmIdentifier mask = oaep.getMaskGenAlgorithm();
    if (!mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)) {
      throw new Refused(WORDS.phrase("refused.key-management", mask.getAlgorithm().getId()));
    }
    ASN1Encodable label = oaep.getPSourceAlgorithm().getParameters();
    return KeyTransport.oaep(
        digest(oaep.getHashAlgorithm()),
        digest(AlgorithmIdentifier.getInstance(mask.getParameters())),
        label == null ? new byte[0] : ASN1OctetString.getInstance(label).getOctets());
  }

  private static DigestAlgorithm digest(AlgorithmIdentifier algorithm) throws Refused {
    DigestAlgorithm digest = DIGESTS.get(algorithm.getAlgorithm());
    if (digest == null) {
      throw new Refused(WORDS.phrase("refused.digest", algorithm.getAlgorithm().getId()));
    }
    return digest;
  }

  /**
   * The sender's ephemeral key on our key's curve. That the point lies on the curve is checked here
   * too, whatever the token does: a point off it would leak the private key.
   */
  private static byte[] ephemeralKey(KeyAgreeRecipientInfo info, RecipientKey ours)
      throws Refused, DamagedCms {
    OriginatorPublicKey originator = info.getOriginator().getOriginatorKey();
    if (originator == null) {
      throw new Refused(WORDS.phrase("refused.static-sender"));
    }
    AlgorithmIdentifier algorithm =
        SubjectPublicKeyInfo.getInstance(ours.certificate().getPublicKey().getEncoded())
            .getAlgorithm();
    if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        || !(algorithm.getParameters() instanceof ASN1ObjectIdentifier curveName)) {
      throw new DamagedCms("key agreement with a key that does not agree");
    }
    ASN1Encodable stated = originator.getAlgorithm().getParameters();
    if (stated instanceof ASN1ObjectIdentifier && !stated.equals(curveName)) {
      throw new DamagedCms("an ephemeral key on another curve");
    }
    byte[] point = originator.getPublicKeyData().getOctets();
    X9ECParameters curve = ECNamedCurveTable.getByOID(curveName);
    if (curve.getCurve().decodePoint(point).isInfinity()) {
      throw new DamagedCms("an ephemeral key at infinity");
    }
    try {
      return new SubjectPublicKeyInfo(algorithm, point).getEncoded("DER");
    } catch (IOException e) {
      throw new DamagedCms("malformed ephemeral key", e);
    }
  }
}
