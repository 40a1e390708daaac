package org.sealpost.card.api;

/**
 * What an operation is wanted for, shown in the PIN prompt.
 *
 * @param account the account's mail address, or empty
 * @param detail the peer's address: the recipients of a mail to sign, the sender of one to open;
 *     may be empty. Control characters are removed and the length is limited before it is shown
 * @param terminal the terminal device the user sits at ({@code /dev/pts/3}), where the prompt may
 *     appear; empty if there is none
 */
public record Purpose(Kind kind, String account, String detail, String terminal) {
  /** The user's act behind the operation. */
  public enum Kind {
    /** The user asked for the unlock itself. */
    UNLOCK,
    /** The user asked for the unlock, knowing that one more wrong PIN locks the card. */
    UNLOCK_FINAL_TRY,
    /** A mail is being sent: an act of the user. */
    SIGN_MAIL,
    /** A mail is being fetched: often no act of the user, as clients poll. */
    OPEN_MAIL
  }

  /** An unlock by a user at a terminal; {@code terminal} may be empty. */
  public static Purpose unlock(String terminal) {
    return new Purpose(Kind.UNLOCK, "", "", terminal);
  }

  /** A mail of {@code account} to be signed. */
  public static Purpose signMail(String account, String recipients) {
    return new Purpose(Kind.SIGN_MAIL, account, recipients, "");
  }

  /** A mail to {@code account} to be opened. */
  public static Purpose openMail(String account, String sender) {
    return new Purpose(Kind.OPEN_MAIL, account, sender, "");
  }
}
