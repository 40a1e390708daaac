package org.sealpost.card.token;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Assumptions;
import org.sealpost.card.token.TestCards.Identity;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Slot;

/**
 * SoftHSM with tokens of the tests' own, in this process. It reads its configuration once, so all
 * tests of the process share one store and each makes tokens of its own in it.
 */
public final class SoftHsm {
  public static final String PIN = "Zebra-94";
  public static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  private static final String SO_PIN = "12345678";
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final Map<List<Key>, String> SHARED = new HashMap<>();
  private static boolean ready;

  private SoftHsm() {}

  /** Skips the test where SoftHSM is missing. */
  public static void assumePresent() {
    Programs.assumePresent("softhsm2-util");
    Assumptions.assumeTrue(Files.exists(MODULE), "SoftHSM's module is not where Debian has it");
    Assumptions.assumeTrue(
        System.getenv("SOFTHSM2_CONF") != null, "SOFTHSM2_CONF is not set for the tests");
  }

  /** A key to put on a token. */
  public record Key(
      Identity identity, String id, boolean alwaysAuthenticate, boolean withPublicKey) {
    public static Key of(String id, Identity identity) {
      return new Key(identity, id, false, true);
    }

    public Key askingEachTime() {
      return new Key(identity, id, true, withPublicKey);
    }

    public Key withoutPublicKey() {
      return new Key(identity, id, alwaysAuthenticate, false);
    }
  }

  /**
   * A token with these keys, all under one label, and the CA certificates; gives its label. Tests
   * that want the same keys share one.
   */
  public static synchronized String token(Key... keys) {
    return SHARED.computeIfAbsent(List.of(keys), _ -> freshToken(keys));
  }

  /** As {@link #token}, shared with no other test. */
  public static synchronized String freshToken(Key... keys) {
    try {
      String label = "token " + NAMES.incrementAndGet();
      prepare();
      Programs.run(
          "softhsm2-util",
          "--init-token",
          "--free",
          "--label",
          label,
          "--so-pin",
          SO_PIN,
          "--pin",
          PIN);
      PKCS11Module module = PKCS11Module.getInstance(MODULE.toString());
      initialize(module);
      Session session = find(module, label).getToken().openSession(true);
      session.login(PKCS11Constants.CKU_USER, PIN.toCharArray());
      for (Key key : keys) {
        write(session, key);
      }
      certificate(session, "CACert", TestCards.issuing());
      certificate(session, "ROOTCACert", TestCards.root());
      session.logout();
      session.closeSession();
      return label;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | PKCS11Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The serial number of the token with this label. */
  static String serial(String label) {
    try {
      return find(PKCS11Module.getInstance(MODULE.toString()), label)
          .getToken()
          .getTokenInfo()
          .getSerialNumber()
          .strip();
    } catch (IOException | PKCS11Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new store for each run: tokens are found in the order of their names in it. */
  private static void prepare() throws IOException {
    if (ready) {
      return;
    }
    Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
    Path tokens = configuration.resolveSibling("tokens");
    if (Files.exists(tokens)) {
      try (Stream<Path> old = Files.walk(tokens)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(tokens);
    Files.writeString(
        configuration,
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    ready = true;
  }

  /** SoftHSM finds new tokens when it begins. */
  private static void initialize(PKCS11Module module) throws PKCS11Exception {
    try {
      module.finalize(null);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != PKCS11Constants.CKR_CRYPTOKI_NOT_INITIALIZED) {
        throw e;
      }
    }
    module.initialize();
  }

  private static Slot find(PKCS11Module module, String label) throws PKCS11Exception {
    for (Slot slot : module.getSlotList(true)) {
      if (slot.getToken().getTokenInfo().getLabel().strip().equals(label)) {
        return slot;
      }
    }
    throw new IllegalStateException("no token " + label);
  }

  private static void write(Session session, Key key) throws PKCS11Exception {
    byte[] id = key.id().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    AttributeVector secret =
        switch (key.identity().key()) {
          case RSAPrivateCrtKey rsa ->
              AttributeVector.newRSAPrivateKey()
                  .modulus(rsa.getModulus())
                  .publicExponent(rsa.getPublicExponent())
                  .privateExponent(rsa.getPrivateExponent())
                  .prime1(rsa.getPrimeP())
                  .prime2(rsa.getPrimeQ())
                  .exponent1(rsa.getPrimeExponentP())
                  .exponent2(rsa.getPrimeExponentQ())
                  .coefficient(rsa.getCrtCoefficient());
          case ECPrivateKey ec ->
              AttributeVector.newECPrivateKey()
                  .ecParams(parameters(key.identity()))
                  .value(BigIntegers.asUnsignedByteArray(fieldLength(ec), ec.getS()));
          default -> throw new IllegalArgumentException();
        };
    session.createObject(
        secret
            .token(true)
            .private_(true)
            .sensitive(true)
            .id(id)
            .label("same")
            .sign(true)
            .decrypt(true)
            .derive(true)
            .alwaysAuthenticate(key.alwaysAuthenticate()));
    if (key.withPublicKey()) {
      session.createObject(
          publicKey(key.identity()).token(true).private_(false).id(id).label("same"));
    }
    certificate(session, key.id(), key.identity());
  }

  private static AttributeVector publicKey(Identity identity) {
    return switch (identity.publicKey()) {
      case java.security.interfaces.RSAPublicKey rsa ->
          AttributeVector.newRSAPublicKey()
              .modulus(rsa.getModulus())
              .publicExponent(rsa.getPublicExponent());
      case java.security.interfaces.ECPublicKey ec ->
          AttributeVector.newECPublicKey()
              .ecParams(parameters(identity))
              .ecPoint(info(identity).getPublicKeyData().getOctets());
      default -> throw new IllegalArgumentException();
    };
  }

  private static void certificate(Session session, String id, Identity identity)
      throws PKCS11Exception {
    try {
      session.createObject(
          AttributeVector.newX509Certificate()
              .token(true)
              .private_(false)
              .id(id.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
              .label("same")
              .subject(identity.certificate().getSubject().getEncoded())
              .value(identity.certificate().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int fieldLength(ECPrivateKey key) {
    return (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
  }

  private static byte[] parameters(Identity identity) {
    try {
      return info(identity).getAlgorithm().getParameters().toASN1Primitive().getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SubjectPublicKeyInfo info(Identity identity) {
    return identity.certificate().getSubjectPublicKeyInfo();
  }
}
