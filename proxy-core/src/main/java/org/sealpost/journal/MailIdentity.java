package org.sealpost.journal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.sealpost.policy.Recipient;

/**
 * By what a mail is known again when a mail client sends it once more: its exact bytes, Message-ID
 * and Date included, and the account. A user who writes "ok" twice means it, and those are two
 * mails: every client gives each a Message-ID or a Date of its own. What keeps mails in a queue or
 * an outbox until they are taken (mail servers, msmtp-queue and its like, the outbox of most mail
 * programs) sends the very same bytes again. A mail program that shows the user an open window
 * after a failure may build the mail anew at the next click; that is another mail then, and the
 * replies tell the user so. A mail without a Message-ID, as scripts write them, may be the same to
 * the bit when it is meant to be another; it is known again only until all its recipients have it
 * and the client was told so.
 *
 * @param account its address, in the form in which addresses are compared: the same bytes sent by
 *     another account are another mail
 * @param digest SHA-256 of the mail as the client sent it, dots unstuffed; 64 hexadecimal digits
 */
public record MailIdentity(String account, String digest) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public MailIdentity {
    account = Recipient.comparable(account);
    if (!SHA256.matcher(digest).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal digits: " + digest);
    }
  }

  /** Makes digests. */
  public static MessageDigest digester() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
