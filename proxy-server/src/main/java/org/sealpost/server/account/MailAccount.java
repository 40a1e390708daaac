package org.sealpost.server.account;

import java.util.Optional;
import java.util.Set;
import org.sealpost.policy.Account;

/**
 * An account as the servers see it.
 *
 * @param logins what a client may say in USER or AUTH, in lower case
 * @param submission the real server for sending; there unless nothing listens for SMTP
 * @param mailDrop the real server for fetching; there unless nothing listens for POP3
 */
public record MailAccount(
    Account account,
    Set<String> logins,
    Optional<Upstream> submission,
    Optional<Upstream> mailDrop,
    SubmissionLogin submissionLogin) {
  /** Whether a client must log in before it sends, where the real server knows its users. */
  public enum SubmissionLogin {
    REQUIRED,
    /** The real server takes mail without a login, and every program on this machine is trusted. */
    OPTIONAL
  }

  public MailAccount {
    logins = Set.copyOf(logins);
  }

  /** An account for whose mails a client must log in. */
  public MailAccount(
      Account account,
      Set<String> logins,
      Optional<Upstream> submission,
      Optional<Upstream> mailDrop) {
    this(account, logins, submission, mailDrop, SubmissionLogin.REQUIRED);
  }

  /** An account that both sends and fetches. */
  public MailAccount(Account account, Set<String> logins, Upstream smtp, Upstream pop3) {
    this(account, logins, Optional.of(smtp), Optional.of(pop3));
  }

  /** The real server for sending. To be called where something listens for SMTP. */
  public Upstream smtp() {
    return submission.orElseThrow();
  }

  /** The real server for fetching. To be called where something listens for POP3. */
  public Upstream pop3() {
    return mailDrop.orElseThrow();
  }
}
