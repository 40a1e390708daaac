package org.sealpost.trust;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The verdicts by name, from the best to the worst; a mail's is the worst of its signatures'. */
public enum VerdictKind {
  UNSIGNED,
  UNKNOWN,
  VALID,
  TRUSTED_BY_YOU,
  UNCHECKED,
  NOT_THE_SENDER,
  UNTRUSTED,
  INVALID;

  /** As in the JSON output and in header fields: {@code not-the-sender}. */
  public String token() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one with this token, if it is one. */
  public static Optional<VerdictKind> of(String token) {
    for (VerdictKind kind : values()) {
      if (kind.token().equals(token)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The worst of several. */
  public static Optional<VerdictKind> worst(Collection<VerdictKind> kinds) {
    return kinds.stream().max(Enum::compareTo);
  }
}
