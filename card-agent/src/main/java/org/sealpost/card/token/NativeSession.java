package org.sealpost.card.token;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.sealpost.card.api.DigestAlgorithm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.params.ECDH1_DERIVE_PARAMS;
import org.xipki.pkcs11.wrapper.params.RSA_PKCS_OAEP_PARAMS;
import org.xipki.pkcs11.wrapper.params.RSA_PKCS_PSS_PARAMS;

/** A session of a module in a shared library. */
final class NativeSession implements Cryptoki.Session {
  private interface Step {
    void run() throws PKCS11Exception;
  }

  private interface Result {
    byte[] get() throws PKCS11Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(NativeSession.class);

  private static final long VALUE = PKCS11Constants.CKA_VALUE;

  /** More than any card has. */
  private static final int MAX_OBJECTS = 256;

  private final Session session;

  NativeSession(Session session) {
    this.session = session;
  }

  /** A search that finds nothing: the module answers it out of its own memory. */
  @Override
  public boolean exists() {
    try {
      session.findObjectsInit(new AttributeVector().class_(PKCS11Constants.CKO_DOMAIN_PARAMETERS));
      session.findObjectsFinal();
      return true;
    } catch (PKCS11Exception e) {
      LOG.debug("a session is gone", e);
      return false;
    }
  }

  @Override
  public boolean loggedIn() throws CryptokiException {
    try {
      long state = session.getSessionInfo().getState();
      return state == PKCS11Constants.CKS_RO_USER_FUNCTIONS
          || state == PKCS11Constants.CKS_RW_USER_FUNCTIONS;
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public void login(Cryptoki.Login kind, Optional<char[]> pin) throws CryptokiException {
    try {
      session.login(
          switch (kind) {
            case USER -> PKCS11Constants.CKU_USER;
            case CONTEXT_SPECIFIC -> PKCS11Constants.CKU_CONTEXT_SPECIFIC;
          },
          pin.orElse(null));
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public void logout() throws CryptokiException {
    try {
      session.logout();
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public List<Cryptoki.CertificateObject> certificates() throws CryptokiException {
    try {
      List<Cryptoki.CertificateObject> certificates = new ArrayList<>();
      for (long object : objects(PKCS11Constants.CKO_CERTIFICATE)) {
        AttributeVector attributes =
            session.getAttrValues(object, PKCS11Constants.CKA_ID, PKCS11Constants.CKA_VALUE);
        certificates.add(
            new Cryptoki.CertificateObject(
                octets(attributes.id()), octets(attributes.getByteArrayAttrValue(VALUE))));
      }
      return certificates;
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public List<Cryptoki.PublicKeyObject> publicKeys() throws CryptokiException {
    try {
      List<Cryptoki.PublicKeyObject> keys = new ArrayList<>();
      for (long object : objects(PKCS11Constants.CKO_PUBLIC_KEY)) {
        AttributeVector common =
            session.getAttrValues(object, PKCS11Constants.CKA_ID, PKCS11Constants.CKA_KEY_TYPE);
        publicKey(object, Optional.ofNullable(common.keyType()).orElse(-1L))
            .ifPresent(key -> keys.add(new Cryptoki.PublicKeyObject(octets(common.id()), key)));
      }
      return keys;
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  private Optional<SubjectPublicKeyInfo> publicKey(long object, long type) throws PKCS11Exception {
    try {
      if (type == PKCS11Constants.CKK_RSA) {
        AttributeVector rsa =
            session.getAttrValues(
                object, PKCS11Constants.CKA_MODULUS, PKCS11Constants.CKA_PUBLIC_EXPONENT);
        return Optional.of(
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPublicKey(rsa.modulus(), rsa.publicExponent())));
      }
      if (type == PKCS11Constants.CKK_EC) {
        AttributeVector ec =
            session.getAttrValues(
                object, PKCS11Constants.CKA_EC_PARAMS, PKCS11Constants.CKA_EC_POINT);
        return Optional.of(
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey,
                    ASN1Primitive.fromByteArray(octets(ec.ecParams()))),
                octets(ec.ecPoint())));
      }
    } catch (java.io.IOException | IllegalArgumentException | NullPointerException e) {
      // A module that leaves out or garbles what makes up a key: nothing to match with.
      LOG.info("a public key on the token cannot be read", e);
    }
    return Optional.empty();
  }

  @Override
  public List<Cryptoki.PrivateKeyObject> privateKeys() throws CryptokiException {
    try {
      List<Cryptoki.PrivateKeyObject> keys = new ArrayList<>();
      for (long object : objects(PKCS11Constants.CKO_PRIVATE_KEY)) {
        AttributeVector attributes =
            session.getAttrValues(
                object,
                PKCS11Constants.CKA_ID,
                PKCS11Constants.CKA_KEY_TYPE,
                PKCS11Constants.CKA_ALWAYS_AUTHENTICATE);
        keys.add(
            new Cryptoki.PrivateKeyObject(
                object,
                octets(attributes.id()),
                Boolean.TRUE.equals(attributes.alwaysAuthenticate()),
                modulus(object, attributes)));
      }
      return keys;
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  private Optional<BigInteger> modulus(long object, AttributeVector attributes) {
    if (!Long.valueOf(PKCS11Constants.CKK_RSA).equals(attributes.keyType())) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
          session.getAttrValues(object, PKCS11Constants.CKA_MODULUS).modulus());
    } catch (PKCS11Exception e) {
      LOG.debug("a token does not tell a private key's modulus", e);
      return Optional.empty();
    }
  }

  @Override
  public byte[] sign(
      Cryptoki.Mechanism mechanism,
      Cryptoki.PrivateKeyObject key,
      Cryptoki.Authorization before,
      byte[] data)
      throws CryptokiException {
    return operate(
        () -> session.signInit(mechanism(mechanism), key.handle()),
        before,
        () -> session.sign(data));
  }

  @Override
  public byte[] decrypt(
      Cryptoki.Mechanism mechanism,
      Cryptoki.PrivateKeyObject key,
      Cryptoki.Authorization before,
      byte[] data)
      throws CryptokiException {
    return operate(
        () -> session.decryptInit(mechanism(mechanism), key.handle()),
        before,
        () -> session.decrypt(data));
  }

  private static byte[] operate(Step begin, Cryptoki.Authorization before, Result end)
      throws CryptokiException {
    try {
      begin.run();
      before.run();
      return end.get();
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public byte[] agree(Cryptoki.PrivateKeyObject key, byte[] point, int length)
      throws CryptokiException {
    try {
      long secret =
          session.deriveKey(
              new org.xipki.pkcs11.wrapper.Mechanism(
                  PKCS11Constants.CKM_ECDH1_DERIVE,
                  new ECDH1_DERIVE_PARAMS(PKCS11Constants.CKD_NULL, null, point)),
              key.handle(),
              AttributeVector.newSecretKey(PKCS11Constants.CKK_GENERIC_SECRET)
                  .token(false)
                  .sensitive(false)
                  .extractable(true)
                  .valueLen(length));
      try {
        return octets(session.getAttrValues(secret, VALUE).getByteArrayAttrValue(VALUE));
      } finally {
        session.destroyObject(secret);
      }
    } catch (PKCS11Exception e) {
      throw new CryptokiException(e);
    }
  }

  @Override
  public void close() {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      LOG.debug("a session was gone before it was closed", e);
    }
  }

  private long[] objects(long kind) throws PKCS11Exception {
    return session.findObjectsSingle(new AttributeVector().class_(kind), MAX_OBJECTS);
  }

  private static org.xipki.pkcs11.wrapper.Mechanism mechanism(Cryptoki.Mechanism mechanism) {
    return switch (mechanism) {
      case Cryptoki.Mechanism.RsaPkcs1 _ -> of(PKCS11Constants.CKM_RSA_PKCS);
      case Cryptoki.Mechanism.RsaRaw _ -> of(PKCS11Constants.CKM_RSA_X_509);
      case Cryptoki.Mechanism.Ecdsa _ -> of(PKCS11Constants.CKM_ECDSA);
      case Cryptoki.Mechanism.RsaPss(DigestAlgorithm digest) ->
          new org.xipki.pkcs11.wrapper.Mechanism(
              PKCS11Constants.CKM_RSA_PKCS_PSS,
              new RSA_PKCS_PSS_PARAMS(hash(digest), mgf1(digest), digest.length()));
      case Cryptoki.Mechanism.RsaOaep(DigestAlgorithm digest, DigestAlgorithm mgf1, byte[] label) ->
          new org.xipki.pkcs11.wrapper.Mechanism(
              PKCS11Constants.CKM_RSA_PKCS_OAEP,
              new RSA_PKCS_OAEP_PARAMS(
                  hash(digest), mgf1(mgf1), PKCS11Constants.CKZ_SALT_SPECIFIED, label));
    };
  }

  private static org.xipki.pkcs11.wrapper.Mechanism of(long code) {
    return new org.xipki.pkcs11.wrapper.Mechanism(code);
  }

  private static long hash(DigestAlgorithm digest) {
    return switch (digest) {
      case SHA1 -> PKCS11Constants.CKM_SHA_1;
      case SHA224 -> PKCS11Constants.CKM_SHA224;
      case SHA256 -> PKCS11Constants.CKM_SHA256;
      case SHA384 -> PKCS11Constants.CKM_SHA384;
      case SHA512 -> PKCS11Constants.CKM_SHA512;
    };
  }

  private static long mgf1(DigestAlgorithm digest) {
    return switch (digest) {
      case SHA1 -> PKCS11Constants.CKG_MGF1_SHA1;
      case SHA224 -> PKCS11Constants.CKG_MGF1_SHA224;
      case SHA256 -> PKCS11Constants.CKG_MGF1_SHA256;
      case SHA384 -> PKCS11Constants.CKG_MGF1_SHA384;
      case SHA512 -> PKCS11Constants.CKG_MGF1_SHA512;
    };
  }

  private static byte[] octets(byte[] value) {
    return Optional.ofNullable(value).orElseGet(() -> new byte[0]);
  }
}
