package org.sealpost.smime;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/**
 * The signature of one content, made when it is first wanted and used again for every further copy
 * of the mail, so that one card operation serves all. Not thread-safe.
 */
final class OnceSigned {
  private final SigningKey key;
  private final Instant signingTime;
  private final Algorithms algorithms;
  private Optional<Made> made = Optional.empty();

  private record Made(byte[] contentDigest, byte[] signature) {}

  /** Makes what carries the signature. */
  @FunctionalInterface
  interface Maker {
    byte[] make(byte[] contentDigest) throws IOException, Failure;
  }

  OnceSigned(SigningKey key, Instant signingTime, Algorithms algorithms) {
    this.key = key;
    this.signingTime = signingTime;
    this.algorithms = algorithms;
  }

  /**
   * How it is signed.
   *
   * @throws Failure permanent, if the key is of a kind that does not sign here
   */
  SignerAlgorithm algorithm() throws Failure {
    return SignerAlgorithm.of(key.certificate(), algorithms).orElseThrow(this::unsupportedKey);
  }

  SignedDataBuilder builder() throws Failure {
    return new SignedDataBuilder(key, algorithm(), Capabilities.ours(algorithms), signingTime);
  }

  /** What {@code maker} made of the first content that was asked for; it is the only one. */
  byte[] of(byte[] contentDigest, Maker maker) throws IOException, Failure {
    if (made.isEmpty()) {
      made = Optional.of(new Made(contentDigest, maker.make(contentDigest)));
    }
    if (!MessageDigest.isEqual(made.get().contentDigest, contentDigest)) {
      throw new IOException("what was signed has changed between two writes");
    }
    return made.get().signature;
  }

  private Failure unsupportedKey() {
    return Failure.of(
        550,
        "5.7.6",
        Words.beside(OnceSigned.class)
            .phrase("sign.unsupported-key", HolderName.of(key.certificate())));
  }
}
