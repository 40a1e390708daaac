package org.sealpost.smime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.smime.SMIMECapability;

/**
 * What a correspondent says to be able to read, the best first: the SMIMECapabilities of a
 * signature (RFC 8551 §2.5.2). Immutable.
 */
public final class Capabilities {
  /** More than any program announces; the rest of a longer list is not kept. */
  private static final int MOST = 64;

  private static final Capabilities NONE = new Capabilities(new SMIMECapability[0]);

  private final SMIMECapability[] announced;

  private Capabilities(SMIMECapability[] announced) {
    this.announced = announced;
  }

  /** Nothing was announced, or nothing that can be read. */
  public static Capabilities none() {
    return NONE;
  }

  /**
   * Reads DER or BER of SMIMECapabilities.
   *
   * @return {@link #none} where it cannot be read
   */
  public static Capabilities of(byte[] encoded) {
    try {
      return of(ASN1Sequence.getInstance(encoded));
    } catch (RuntimeException e) {
      return NONE;
    }
  }

  /**
   * What we read and wish for, the best first; what is read only for old mails' sake is left out.
   * RSAES-OAEP, which not every card can undo, is named only where the user chose it.
   */
  static Capabilities ours(Algorithms algorithms) {
    List<SMIMECapability> ours = new ArrayList<>();
    for (ASN1ObjectIdentifier cipher :
        List.of(
            NISTObjectIdentifiers.id_aes256_GCM,
            NISTObjectIdentifiers.id_aes128_GCM,
            NISTObjectIdentifiers.id_aes256_CBC,
            NISTObjectIdentifiers.id_aes192_CBC,
            NISTObjectIdentifiers.id_aes128_CBC)) {
      ours.add(new SMIMECapability(cipher, null));
    }
    if (algorithms.keyTransport() == Algorithms.Transport.OAEP) {
      ours.add(
          new SMIMECapability(
              PKCSObjectIdentifiers.id_RSAES_OAEP, RsaTransport.sha256Parameters()));
    }
    return new Capabilities(ours.toArray(SMIMECapability[]::new));
  }

  static Capabilities of(ASN1Sequence sequence) {
    try {
      SMIMECapability[] announced =
          Arrays.stream(sequence.toArray())
              .limit(MOST)
              .map(SMIMECapability::getInstance)
              .toArray(SMIMECapability[]::new);
      return announced.length == 0 ? NONE : new Capabilities(announced);
    } catch (RuntimeException e) {
      return NONE;
    }
  }

  /** Whether nothing was announced. */
  public boolean isNone() {
    return announced.length == 0;
  }

  /** The identifiers of all algorithms in dotted form, whatever their parameters. */
  public Set<String> identifiers() {
    return Arrays.stream(announced)
        .map(capability -> capability.getCapabilityID().getId())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The parameters of each mention of an algorithm, in the order of preference. */
  List<Optional<ASN1Encodable>> parameters(ASN1ObjectIdentifier algorithm) {
    return Arrays.stream(announced)
        .filter(capability -> capability.getCapabilityID().equals(algorithm))
        .map(capability -> Optional.<ASN1Encodable>ofNullable(capability.getParameters()))
        .toList();
  }

  boolean has(ASN1ObjectIdentifier algorithm) {
    return identifiers().contains(algorithm.getId());
  }

  /** DER of SMIMECapabilities; that of an empty list for {@link #none}. */
  public byte[] encoded() {
    try {
      ASN1EncodableVector all = new ASN1EncodableVector();
      all.addAll(announced);
      return new DERSequence(all).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Capabilities that && Arrays.equals(encoded(), that.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    return identifiers().toString();
  }
}
