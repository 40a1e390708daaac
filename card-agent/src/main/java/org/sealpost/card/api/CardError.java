package org.sealpost.card.api;

import java.util.Arrays;
import java.util.Optional;

/** Why a card operation failed; the number is the JSON-RPC error code on the socket. */
public enum CardError {
  /** The agent is not running, or its socket cannot be reached. */
  AGENT_UNREACHABLE(-32100, true),
  /** The two sides speak different versions of the protocol. */
  VERSION_MISMATCH(-32101, false),
  /** No token with this id is present. */
  TOKEN_ABSENT(-32102, true),
  /** The token is there and has no such key. */
  KEY_ABSENT(-32103, true),
  /** The token is locked, and the agent will not prompt without a new act of the user. */
  LOCKED(-32104, true),
  /** A prompt is up and was not answered in time; it stays up. */
  PIN_PENDING(-32105, true),
  /** The user closed the prompt. */
  PIN_CANCELLED(-32106, true),
  /** The PIN was wrong. */
  PIN_WRONG(-32107, true),
  /** The token has locked itself after too many wrong PINs. */
  PIN_BLOCKED(-32108, false),
  /** One try is left, and the user did not insist on spending it. */
  PIN_FINAL_TRY(-32114, true),
  /** There is no way to prompt: no pinentry, no terminal. */
  NO_PROMPT(-32109, true),
  /** The key cannot do this operation, or not with this algorithm. */
  NOT_SUPPORTED(-32110, false),
  /** The request makes no sense: a digest of the wrong length, a point not on the curve. */
  BAD_REQUEST(-32111, false),
  /** The token failed. */
  TOKEN_FAILED(-32112, true),
  /** The call's deadline passed. */
  TIMEOUT(-32113, true);

  private final int code;
  private final boolean temporary;

  CardError(int code, boolean temporary) {
    this.code = code;
    this.temporary = temporary;
  }

  public int code() {
    return code;
  }

  /** The error with this JSON-RPC code. */
  public static Optional<CardError> ofCode(int code) {
    return Arrays.stream(values()).filter(error -> error.code == code).findFirst();
  }

  /**
   * Whether the same request may succeed later without a change to the mail or the configuration.
   */
  public boolean temporary() {
    return temporary;
  }
}
