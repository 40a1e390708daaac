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
      case VALID -> new Badge(key, "✔", "good");
      case TRUSTED_BY_YOU -> new Badge(key, "☑", "good");
      case UNCHECKED -> new Badge(key, "?", "doubtful");
      case UNTRUSTED -> new Badge(key, "⚠", "doubtful");
      case NOT_THE_SENDER -> new Badge(key, "≠", "bad");
      case INVALID -> new Badge(key, "✘", "bad");
      case UNSIGNED -> new Badge(key, "–", "faint");
      case UNKNOWN -> new Badge(key, "…", "faint");
    };
  }

  static Badge of(RevocationStatus status) {
    return switch (status) {
      case RevocationStatus.Good _ -> new Badge("revocation.good", "✔", "good");
      case RevocationStatus.Revoked _ -> new Badge("revocation.revoked", "✘", "bad");
      case RevocationStatus.Unknown _ -> new Badge("revocation.unknown", "?", "doubtful");
    };
  }
}
