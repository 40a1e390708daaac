package org.sealpost.testpki;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.RecipientId;
import org.sealpost.card.api.KeyTransport;
import org.sealpost.failure.Failure;
import org.sealpost.smime.RecipientKey;
import org.sealpost.smime.RecipientKeys;

/** Opens as cards would, with keys in memory, and counts how often. */
public final class SoftRecipientKeys implements RecipientKeys {
  private final List<Holder> holders;
  private final AtomicInteger operations = new AtomicInteger();

  public SoftRecipientKeys(Holder... holders) {
    this.holders = List.of(holders);
  }

  public int operations() {
    return operations.get();
  }

  @Override
  public Optional<RecipientKey> find(RecipientId recipient) {
    return holders.stream()
        .filter(holder -> matches(recipient, holder.certificate()))
        .findFirst()
        .map(SoftRecipientKey::new);
  }

  // RecipientId is declared as a raw Selector.
  @SuppressWarnings("unchecked")
  private static boolean matches(RecipientId recipient, X509Certificate certificate) {
    try {
      return recipient.match(new JcaX509CertificateHolder(certificate));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class SoftRecipientKey implements RecipientKey {
    private final Holder holder;

    SoftRecipientKey(Holder holder) {
      this.holder = holder;
    }

    @Override
    public X509Certificate certificate() {
      return holder.certificate();
    }

    @Override
    public byte[] unwrap(KeyTransport algorithm, byte[] wrappedKey, int expectedLength)
        throws Failure {
      operations.incrementAndGet();
      return switch (algorithm.padding()) {
        case RSA_PKCS1 -> pkcs1(wrappedKey, expectedLength);
        case RSA_OAEP -> oaep(algorithm, wrappedKey);
      };
    }

    private byte[] pkcs1(byte[] wrappedKey, int expectedLength) {
      // A card's agent gives a random key; this one is the same each time, as a random one would
      // leave a good padding once in 256 runs.
      byte[] another = new byte[expectedLength];
      try {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, holder.key());
        byte[] key = cipher.doFinal(wrappedKey);
        return key.length == expectedLength ? key : another;
      } catch (GeneralSecurityException e) {
        return another;
      }
    }

    private byte[] oaep(KeyTransport algorithm, byte[] wrappedKey) throws Failure {
      try {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        OAEPParameterSpec parameters =
            new OAEPParameterSpec(
                algorithm.digest().jcaName(),
                "MGF1",
                new MGF1ParameterSpec(algorithm.mgf1Digest().jcaName()),
                new PSource.PSpecified(algorithm.label()));
        cipher.init(Cipher.DECRYPT_MODE, holder.key(), parameters);
        return cipher.doFinal(wrappedKey);
      } catch (GeneralSecurityException e) {
        throw Failure.of(554, "5.7.5", "the token refused the wrapped key", e);
      }
    }

    @Override
    public byte[] agree(byte[] ephemeralPublicKey) throws Failure {
      operations.incrementAndGet();
      try {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(holder.key());
        agreement.doPhase(
            KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(ephemeralPublicKey)),
            true);
        return agreement.generateSecret();
      } catch (GeneralSecurityException e) {
        throw Failure.of(554, "5.7.5", "the token refused the ephemeral key", e);
      }
    }
  }
}
