package org.sealpost.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataParser;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.PasswordRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JcePasswordEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;

/**
 * CMS EnvelopedData with a recipient who has a passphrase (RFC 5652 section 6.2.4, RFC 3211), so
 * that other programs open it as well. It hides what is in it; it does not say who made it.
 */
final class PassphraseCms {
  private static final Words WORDS = Words.beside(PassphraseCms.class);

  /** Rounds of PBKDF2 with HMAC-SHA-256. */
  private static final int ROUNDS = 600_000;

  /** More would keep the processor busy for whoever made the file. */
  private static final int MOST_ROUNDS = 20_000_000;

  private static final int SALT = 16;
  private static final int BUFFER = 1 << 16;

  private PassphraseCms() {}

  /** Encrypts what is written; to be closed, which leaves {@code out} open. */
  static OutputStream encrypting(OutputStream out, char[] passphrase) throws IOException {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    try {
      CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
      generator.setBufferSize(BUFFER);
      generator.addRecipientInfoGenerator(
          new JcePasswordRecipientInfoGenerator(CMSAlgorithm.AES256_CBC, passphrase)
              .setProvider(new BouncyCastleProvider())
              .setPRF(PasswordRecipient.PRF.HMacSHA256)
              .setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8)
              .setSaltAndIterationCount(salt, ROUNDS));
      return generator.open(
          out,
          new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
              .setProvider(new BouncyCastleProvider())
              .build());
    } catch (CMSException e) {
      throw new IOException(e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws IOException in words, if the passphrase is wrong or this is no such thing
   */
  static InputStream decrypting(InputStream in, char[] passphrase) throws IOException {
    try {
      CMSEnvelopedDataParser parser = new CMSEnvelopedDataParser(in);
      for (RecipientInformation recipient : parser.getRecipientInfos()) {
        if (recipient instanceof PasswordRecipientInformation ours) {
          refuseEndlessWork(ours.getKeyDerivationAlgorithm());
          return ours.getContentStream(
                  new JcePasswordEnvelopedRecipient(passphrase)
                      .setProvider(new BouncyCastleProvider())
                      .setPasswordConversionScheme(PasswordRecipient.PKCS5_SCHEME2_UTF8))
              .getContentStream();
        }
      }
    } catch (CMSException | RuntimeException e) {
      throw new TellingIoException(WORDS.phrase("backup.not-opened"), e);
    }
    throw new TellingIoException(WORDS.phrase("backup.not-opened"));
  }

  private static void refuseEndlessWork(AlgorithmIdentifier derivation) throws IOException {
    PBKDF2Params parameters = PBKDF2Params.getInstance(derivation.getParameters());
    if (parameters.getIterationCount().bitLength() > 31
        || parameters.getIterationCount().intValue() > MOST_ROUNDS) {
      throw new TellingIoException(WORDS.phrase("backup.not-opened"));
    }
  }
}
