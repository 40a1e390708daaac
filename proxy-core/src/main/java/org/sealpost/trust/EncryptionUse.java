package org.sealpost.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/** Whether a certificate may be encrypted to. */
public sealed interface EncryptionUse {
  /**
   * It may.
   *
   * @param path the CA certificates between it and the anchor, nearest first
   */
  record Usable(List<X509Certificate> path) implements EncryptionUse {
    public Usable {
      path = List.copyOf(path);
    }
  }

  /** It may not. */
  record Unusable(PathProblem problem) implements EncryptionUse {}
}
