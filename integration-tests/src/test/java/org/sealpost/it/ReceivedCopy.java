package org.sealpost.it;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.Key;
import java.security.PrivateKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientId;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.RecipientOperator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.sealpost.harness.Person;

/**
 * An encrypted mail as it lies in someone's mailbox.
 *
 * @param wire the whole mail
 * @param cms its body, decoded
 * @param inside what its reader decrypts
 */
record ReceivedCopy(byte[] wire, byte[] cms, byte[] inside) {
  static ReceivedCopy of(byte[] wire, OpensslReader openssl, Person reader) throws Exception {
    MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(wire));
    return new ReceivedCopy(
        wire, mail.getInputStream().readAllBytes(), openssl.decrypt(wire, reader));
  }

  /** Everything that its reader can come to see: what is encoded also decoded. */
  List<byte[]> layers() throws Exception {
    return List.of(wire, cms, inside, signature());
  }

  /** The signature inside, decoded. */
  byte[] signature() throws Exception {
    return part(1).getInputStream().readAllBytes();
  }

  /** What is signed, as it stands. */
  byte[] signed() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    part(0).writeTo(bytes);
    return bytes.toByteArray();
  }

  private BodyPart part(int index) throws Exception {
    MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(inside));
    return ((MimeMultipart) mail.getContent()).getBodyPart(index);
  }

  /** The serial numbers of the certificates that it is encrypted to. */
  Set<BigInteger> readers() throws CMSException {
    return new CMSEnvelopedData(cms)
        .getRecipientInfos().getRecipients().stream()
            .map(ReceivedCopy::serial)
            .collect(Collectors.toSet());
  }

  private static BigInteger serial(RecipientInformation info) {
    return switch (info.getRID()) {
      case KeyTransRecipientId id -> id.getSerialNumber();
      case KeyAgreeRecipientId id -> id.getSerialNumber();
      default -> throw new AssertionError("an unexpected recipientInfo: " + info.getRID());
    };
  }

  /** The content key, as one of the readers unwraps it. */
  byte[] contentKey(Person reader) throws Exception {
    BigInteger serial = reader.encryption().getSerialNumber();
    RecipientInformation info =
        new CMSEnvelopedData(cms)
            .getRecipientInfos().getRecipients().stream()
                .filter(one -> serial(one).equals(serial))
                .findFirst()
                .orElseThrow();
    AtomicReference<byte[]> key = new AtomicReference<>();
    PrivateKey own = reader.encryptionKey().getPrivate();
    info.getContent(
        own.getAlgorithm().equals("RSA") ? new TransportedKey(own, key) : new AgreedKey(own, key));
    return key.get();
  }

  /** Lets out the content key, which the library keeps to itself. */
  private static final class TransportedKey extends JceKeyTransEnvelopedRecipient {
    private final AtomicReference<byte[]> key;

    TransportedKey(PrivateKey own, AtomicReference<byte[]> key) {
      super(own);
      this.key = key;
    }

    @Override
    protected Key extractSecretKey(
        AlgorithmIdentifier keyEncryption, AlgorithmIdentifier contentEncryption, byte[] wrapped)
        throws CMSException {
      Key unwrapped = super.extractSecretKey(keyEncryption, contentEncryption, wrapped);
      key.set(unwrapped.getEncoded());
      return unwrapped;
    }
  }

  /** As the other, for ECDH. */
  private static final class AgreedKey extends JceKeyAgreeEnvelopedRecipient {
    private final AtomicReference<byte[]> key;

    AgreedKey(PrivateKey own, AtomicReference<byte[]> key) {
      super(own);
      this.key = key;
      // The runtime's own providers have ECDH without the key derivation of RFC 5753.
      setProvider(new BouncyCastleProvider());
    }

    @Override
    public RecipientOperator getRecipientOperator(
        AlgorithmIdentifier keyEncryption,
        AlgorithmIdentifier contentEncryption,
        SubjectPublicKeyInfo sender,
        ASN1OctetString material,
        byte[] wrapped)
        throws CMSException {
      key.set(
          extractSecretKey(keyEncryption, contentEncryption, sender, material, wrapped)
              .getEncoded());
      return super.getRecipientOperator(
          keyEncryption, contentEncryption, sender, material, wrapped);
    }
  }
}
