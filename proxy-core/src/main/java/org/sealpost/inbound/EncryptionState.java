package org.sealpost.inbound;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.inbound.OpenedMail.Encryption;

/** Whether a mail was encrypted, and what became of that. */
public enum EncryptionState {
  /** Nothing of it was encrypted that could be seen. */
  NONE,
  /** It was, and is opened. */
  OPENED,
  /** As {@link #OPENED}, by a cipher that is no longer safe. */
  WEAK,
  /** As {@link #OPENED}, but nothing proves that the content came as it was sent. */
  UNPROTECTED,
  /** It is, and could not be opened here. */
  CLOSED,
  /** What it holds stayed compressed, so that nobody has looked. */
  UNKNOWN;

  /**
   * The state of a mail.
   *
   * @param authenticated as in {@link OpenedMail#authenticated}
   */
  public static EncryptionState of(Encryption encryption, boolean authenticated) {
    return switch (encryption) {
      case Encryption.None() -> NONE;
      case Encryption.Failed _ -> CLOSED;
      case Encryption.Decrypted(String _, boolean weak) ->
          !authenticated ? UNPROTECTED : weak ? WEAK : OPENED;
    };
  }

  /** The state of this name; empty if there is none. */
  public static Optional<EncryptionState> of(String token) {
    return Arrays.stream(values()).filter(state -> state.token().equals(token)).findFirst();
  }

  /** Its name for programs. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }
}
