package org.sealpost.card.token;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Bouncy Castle's provider for what the JDK's lack: the ciphers of old PKCS#12 files and the curves
 * beyond NIST's. Made at the first need, since it takes more time and memory than all else at the
 * start; never registered.
 */
final class BouncyCastle {
  private BouncyCastle() {}

  static Provider provider() {
    return Holder.PROVIDER;
  }

  private static final class Holder {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }
}
