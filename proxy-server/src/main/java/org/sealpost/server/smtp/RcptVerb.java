package org.sealpost.server.smtp;

import java.util.Optional;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;

/** RCPT (RFC 5321 §4.1.1.3), relayed at once. */
final class RcptVerb implements Verb {
  private static final Words WORDS = Words.beside(RcptVerb.class);

  @Override
  public Answer run(SmtpSession session, Command command) throws Failure {
    if (session.transaction().isEmpty()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("mail.first"));
    }
    Transaction transaction = session.transaction().get();
    Optional<PathArgument> recipient =
        command
            .argument()
            .flatMap(argument -> PathArgument.parse("TO:", argument))
            .filter(argument -> !argument.address().isEmpty());
    if (recipient.isEmpty()) {
      return Answer.of(501, "5.5.4", WORDS.phrase("rcpt.syntax"));
    }
    check(recipient.get(), session, transaction);
    if (transaction.recipients().size() >= session.services().limits().recipients()) {
      return Answer.of(452, "4.5.3", WORDS.phrase("rcpt.too-many"));
    }
    SmtpReply reply = transaction.upstream().command(recipient.get().command("RCPT TO:"));
    if (reply.isPositive()) {
      transaction.add(recipient.get());
      session
          .services()
          .outbound()
          .expect(transaction.account().account(), recipient.get().address());
    }
    return Answer.of(reply);
  }

  private static void check(PathArgument recipient, SmtpSession session, Transaction transaction)
      throws Failure {
    boolean dsn = session.extensions().filter(offered -> offered.has("DSN")).isPresent();
    for (String keyword : recipient.parameters().keySet()) {
      boolean known = keyword.equals("NOTIFY") || keyword.equals("ORCPT");
      if (!dsn || !known || recipient.parameters().get(keyword).isEmpty()) {
        throw Failure.of(555, "5.5.4", WORDS.phrase("parameter.unknown", "RCPT", keyword));
      }
    }
    if (recipient.needsUtf8() && !transaction.sender().parameters().containsKey("SMTPUTF8")) {
      throw Failure.of(553, "5.6.7", WORDS.phrase("address.utf8"));
    }
  }
}
