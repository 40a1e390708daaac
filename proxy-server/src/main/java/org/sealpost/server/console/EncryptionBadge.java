package org.sealpost.server.console;

import org.sealpost.inbound.EncryptionState;

/** How it is shown whether a mail was encrypted. */
final class EncryptionBadge {
  private EncryptionBadge() {}

  /** In words that say what became of it. */
  static Badge of(EncryptionState state) {
    return badge("opened.encryption.", state);
  }

  /** In a word or two, for a table. */
  static Badge brief(EncryptionState state) {
    return badge("received.encryption.", state);
  }

  private static Badge badge(String prefix, EncryptionState state) {
    return switch (state) {
      case NONE -> new Badge(prefix + "none", "dash", "faint");
      case UNKNOWN -> new Badge(prefix + "unknown", "question", "doubtful");
      case CLOSED -> new Badge(prefix + "closed", "cross", "bad");
      case UNPROTECTED -> new Badge(prefix + "unprotected", "warning", "doubtful");
      case WEAK -> new Badge(prefix + "weak", "warning", "doubtful");
      case OPENED -> new Badge(prefix + "good", "unlock", "good");
    };
  }
}
