package org.sealpost.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a single mail can ask for. */
public enum Wish {
  /** To be encrypted to all, or not to leave. */
  ENCRYPT,
  SIGN,
  /** To leave as it is. */
  PLAIN,
  /** To be signed and not encrypted. */
  SIGN_ONLY;

  /** As the configuration and the header field {@code X-Sealpost} have it. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it can make a mail leave with less protection than policy alone would give it. */
  boolean weakens() {
    return this == PLAIN || this == SIGN_ONLY;
  }

  static Optional<Wish> of(String token) {
    return Arrays.stream(values()).filter(it -> it.token().equalsIgnoreCase(token)).findFirst();
  }
}
