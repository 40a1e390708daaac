package org.sealpost.card.token;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.sealpost.card.api.CardError;
import org.sealpost.card.api.CardException;

/** The sender's half of an ECDH key agreement. */
final class EphemeralKey {
  private EphemeralKey() {}

  /**
   * The key, which lies on the recipient's own curve: a point that does not would give the private
   * key away piece by piece. RFC 5753 §7.1.4 leaves the curve out; then it is the recipient's.
   *
   * @param algorithm of the recipient's key
   * @param encoded a DER SubjectPublicKeyInfo
   */
  static ECPublicKeyParameters onCurve(
      ECDomainParameters domain, AlgorithmIdentifier algorithm, byte[] encoded)
      throws CardException {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(encoded);
      if (!info.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        throw TokenErrors.badRequest("agree.other-curve");
      }
      ASN1Encodable curve = info.getAlgorithm().getParameters();
      if (curve == null || curve instanceof ASN1Null) {
        info = new SubjectPublicKeyInfo(algorithm, info.getPublicKeyData().getOctets());
      }
      ECPublicKeyParameters peer = (ECPublicKeyParameters) PublicKeyFactory.createKey(info);
      if (!peer.getParameters().equals(domain)) {
        throw TokenErrors.badRequest("agree.other-curve");
      }
      domain.validatePublicPoint(peer.getQ());
      return peer;
    } catch (IOException | RuntimeException e) {
      throw TokenErrors.of(CardError.BAD_REQUEST, e, "agree.bad-point");
    }
  }
}
