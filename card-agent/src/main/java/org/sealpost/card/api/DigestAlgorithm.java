package org.sealpost.card.api;

/** A digest by its JCA name and length. */
public enum DigestAlgorithm {
  SHA1("SHA-1", 20),
  SHA224("SHA-224", 28),
  SHA256("SHA-256", 32),
  SHA384("SHA-384", 48),
  SHA512("SHA-512", 64);

  private final String jcaName;
  private final int length;

  DigestAlgorithm(String jcaName, int length) {
    this.jcaName = jcaName;
    this.length = length;
  }

  public String jcaName() {
    return jcaName;
  }

  /** In bytes. */
  public int length() {
    return length;
  }
}
