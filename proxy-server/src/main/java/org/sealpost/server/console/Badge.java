package org.sealpost.server.console;

import org.sealpost.trust.VerdictKind;
import org.sealpost.trust.revocation.RevocationStatus;

/**
 * A state at a glance: a sign and a tone, which differ between states, beside the words, which
 * alone would do.
 *
 * @param key of the words
 * @param tone {@code good}, {@code doubtful}, {@code bad} or {@code faint}
 */
record Badge(String key, String sign, String tone) {
  static Badge of(VerdictKind verdict) {
    String key = "verdict." + verdict.token();
    return switch (verdict) {
      case VALID -> new Badge(key, "check", "good");
      case TRUSTED_BY_YOU -> new Badge(key, "own-word", "good");
      case UNCHECKED -> new Badge(key, "question", "doubtful");
      case UNTRUSTED -> new Badge(key, "warning", "doubtful");
      case NOT_THE_SENDER -> new Badge(key, "not-equal", "bad");
      case INVALID -> new Badge(key, "cross", "bad");
      case UNSIGNED -> new Badge(key, "dash", "faint");
      case UNKNOWN -> new Badge(key, "dots", "faint");
    };
  }

  static Badge of(RevocationStatus status) {
    return switch (status) {
      case RevocationStatus.Good _ -> new Badge("revocation.good", "check", "good");
      case RevocationStatus.Revoked _ -> new Badge("revocation.revoked", "cross", "bad");
      case RevocationStatus.Unknown _ -> new Badge("revocation.unknown", "question", "doubtful");
    };
  }
}
