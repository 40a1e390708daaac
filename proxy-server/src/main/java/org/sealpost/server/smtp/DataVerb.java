package org.sealpost.server.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.journal.MailIdentity;
import org.sealpost.mime.Spool;
import org.sealpost.server.smtp.Answer.Next;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DATA (RFC 5321 §4.1.1.4): the mail goes into a spool, and from there through a submission. */
final class DataVerb implements Verb {
  private static final Logger log = LoggerFactory.getLogger(DataVerb.class);
  private static final Words WORDS = Words.beside(DataVerb.class);

  @Override
  public Answer run(SmtpSession session, Command command) throws IOException, Failure {
    if (session.transaction().isEmpty()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("mail.first"));
    }
    if (command.hasArgument()) {
      return Answer.of(501, "5.5.4", WORDS.phrase("no-argument", command.verb()));
    }
    Transaction transaction = session.transaction().get();
    if (transaction.recipients().isEmpty()) {
      return Answer.of(554, "5.5.1", WORDS.phrase("rcpt.first"));
    }
    session.prompt(SmtpReply.of(354, WORDS.phrase("data.go")));
    Submission submission = new Submission(session.services(), transaction);
    try (Spool spool = session.services().spools().create()) {
      return receive(session, spool, submission);
    } finally {
      session.endTransaction(submission.isOverUpstream());
    }
  }

  private static Answer receive(SmtpSession session, Spool spool, Submission submission)
      throws IOException, Failure {
    long limit = sizeLimit(session);
    DotReader reader = session.client().mail(limit);
    MessageDigest digest = MailIdentity.digester();
    OutputStream out = new DigestOutputStream(spool.out(), digest);
    DotReader.Outcome outcome = reader.copyTo(out);
    if (outcome == DotReader.Outcome.COMPLETE) {
      endOfSpool(out);
      SmtpReply reply = submission.submit(spool, HexFormat.of().formatHex(digest.digest()));
      return Answer.of(reply).onceTold(submission::told);
    }
    SmtpReply refusal = refusal(outcome, limit, reader);
    submission.refusedAtOnce(refusal);
    return new Answer(refusal, reader.endSeen() ? Next.GO_ON : Next.CLOSE);
  }

  private static void endOfSpool(OutputStream out) throws Failure {
    try {
      out.close();
    } catch (IOException e) {
      throw Failure.of(452, "4.3.1", WORDS.phrase("data.not-stored"), e);
    }
  }

  private static long sizeLimit(SmtpSession session) {
    long own = session.services().limits().mailSize();
    long announced = session.extensions().map(Extensions::size).orElse(0L);
    return announced == 0 ? own : Math.min(own, announced);
  }

  private static SmtpReply refusal(DotReader.Outcome outcome, long limit, DotReader reader) {
    return switch (outcome) {
      case COMPLETE -> throw new IllegalArgumentException("nothing to refuse");
      case BARE_CR -> SmtpReply.of(550, "5.6.0", WORDS.phrase("data.bare-cr"));
      case BARE_LF -> SmtpReply.of(550, "5.6.0", WORDS.phrase("data.bare-lf"));
      case NUL -> SmtpReply.of(550, "5.6.0", WORDS.phrase("data.nul"));
      case LONG_LINE -> SmtpReply.of(550, "5.6.0", WORDS.phrase("data.long-line"));
      case TOO_LARGE ->
          SmtpReply.of(552, "5.3.4", WORDS.phrase("mail.too-large", Long.toString(limit)));
      case NOT_STORED -> {
        reader.storeFailure().ifPresent(cause -> log.warn("A mail could not be kept", cause));
        yield SmtpReply.of(452, "4.3.1", WORDS.phrase("data.not-stored"));
      }
      case CUT_OFF -> SmtpReply.of(421, "4.4.2", WORDS.phrase("data.cut-off"));
    };
  }
}
