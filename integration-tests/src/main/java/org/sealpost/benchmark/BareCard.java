package org.sealpost.benchmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Logger;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.StaticLogger;

/**
 * A program that signs with a card and nothing in between: what the card itself takes. It is a
 * process of its own since a module finds its tokens through the environment.
 */
final class BareCard {
  /** Of a DigestInfo for SHA-256 (RFC 8017 §9.2, note 1). */
  private static final String DIGEST_INFO = "3031300d060960864801650304020105000420";

  private BareCard() {}

  /** The module, the PIN, the key's CKA_ID, how many to warm up, how many to time. */
  public static void main(String[] arguments) throws Exception {
    StaticLogger.setLogger(new Silent());
    PKCS11Module module = PKCS11Module.getInstance(arguments[0]);
    module.initialize();
    Session session = module.getSlotList(true)[0].getToken().openSession(false);
    session.login(PKCS11Constants.CKU_USER, arguments[1].toCharArray());
    long key =
        session
            .findObjectsSingle(
                AttributeVector.newPrivateKey()
                    .id(arguments[2].getBytes(StandardCharsets.US_ASCII)),
                1)[0];
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(new byte[10]);
    byte[] info = HexFormat.of().parseHex(DIGEST_INFO + HexFormat.of().formatHex(digest));
    Latencies latencies =
        Latencies.measure(
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            _ -> session.signSingle(new Mechanism(PKCS11Constants.CKM_RSA_PKCS), key, info));
    for (long nanos : latencies.nanos()) {
      System.out.println(nanos);
    }
  }

  /** The figures alone are to be on the standard output. */
  private static final class Silent implements Logger {
    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void warn(String format, Object... arguments) {}

    @Override
    public void error(String format, Object... arguments) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isWarnEnabled() {
      return false;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }
  }
}
