package org.sealpost.server.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccount.SubmissionLogin;
import org.sealpost.server.account.SaslMechanism;

/**
 * MAIL (RFC 5321 §4.1.1.2), relayed at once so that the real server's refusal reaches the client.
 */
final class MailVerb implements Verb {
  private static final Words WORDS = Words.beside(MailVerb.class);
  private static final Set<String> BODIES = Set.of("7BIT", "8BITMIME");

  @Override
  public Answer run(SmtpSession session, Command command) throws IOException, Failure {
    if (session.extensions().isEmpty()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("hello.first"));
    }
    if (session.transaction().isPresent()) {
      return Answer.of(503, "5.5.1", WORDS.phrase("mail.nested"));
    }
    if (session.needsTls()) {
      return Answer.of(530, "5.7.0", WORDS.phrase("tls.first"));
    }
    Optional<PathArgument> sender =
        command.argument().flatMap(argument -> PathArgument.parse("FROM:", argument));
    if (sender.isEmpty()) {
      return Answer.of(501, "5.5.4", WORDS.phrase("mail.syntax"));
    }
    Extensions extensions = session.extensions().get();
    Map<String, String> parameters = sender.get().parameters();
    if (parameters.containsKey("SMTPUTF8")
        && isKnown("SMTPUTF8", parameters.get("SMTPUTF8"), extensions)) {
      session.speaksUtf8();
    }
    check(sender.get(), extensions, session.services().limits());
    return begin(session, sender.get().without("SIZE"));
  }

  private static void check(PathArgument sender, Extensions extensions, SmtpLimits limits)
      throws Failure {
    for (String keyword : sender.parameters().keySet()) {
      if (!isKnown(keyword, sender.parameters().get(keyword), extensions)) {
        throw Failure.of(555, "5.5.4", WORDS.phrase("parameter.unknown", "MAIL", keyword));
      }
    }
    if (sender.needsUtf8() && !sender.parameters().containsKey("SMTPUTF8")) {
      throw Failure.of(553, "5.6.7", WORDS.phrase("address.utf8"));
    }
    String size = sender.parameters().getOrDefault("SIZE", "0");
    long limit = extensions.size() == 0 ? limits.mailSize() : extensions.size();
    // More than 18 digits is more than any limit.
    if (size.length() > 18 || Long.parseLong(size) > limit) {
      throw Failure.of(552, "5.3.4", WORDS.phrase("mail.too-large", Long.toString(limit)));
    }
  }

  private static boolean isKnown(String keyword, String value, Extensions extensions) {
    return switch (keyword) {
      case "SIZE" -> value.matches("[0-9]{1,20}");
      case "BODY" -> extensions.has("8BITMIME") && BODIES.contains(value.toUpperCase(Locale.ROOT));
      case "SMTPUTF8" -> extensions.has("SMTPUTF8") && value.isEmpty();
      case "RET", "ENVID" -> extensions.has("DSN") && !value.isEmpty();
      case "AUTH" -> extensions.has("AUTH") && !value.isEmpty();
      default -> false;
    };
  }

  private static Answer begin(SmtpSession session, PathArgument sender)
      throws IOException, Failure {
    MailAccount account = accountOf(session, sender.address());
    SmtpUpstream upstream = session.upstreamOf(account);
    try {
      return begin(session, account, upstream, sender);
    } catch (Failure e) {
      if (session.account().isPresent()) {
        throw e;
      }
      // It may only have been idle for too long, and nothing is lost by asking again.
      return begin(session, account, session.upstreamOf(account), sender);
    }
  }

  private static Answer begin(
      SmtpSession session, MailAccount account, SmtpUpstream upstream, PathArgument sender)
      throws Failure {
    if (session.account().isEmpty() && mustLogIn(session, account, upstream)) {
      return Answer.of(530, "5.7.0", howToLogIn(session, account, upstream));
    }
    SmtpReply reply = upstream.command(sender.command("MAIL FROM:"));
    if (reply.isPositive()) {
      session.begin(new Transaction(account, upstream, sender));
    }
    return Answer.of(reply);
  }

  /**
   * Whoever reaches our port could have mails signed with the user's card, other users of this
   * machine too. A login is what tells them apart, wherever the real server can judge one, unless
   * the configuration says that they need not be told apart.
   */
  private static boolean mustLogIn(
      SmtpSession session, MailAccount account, SmtpUpstream upstream) {
    return !session.client().isLocal()
        || (upstream.capabilities().offersLogin()
            && account.submissionLogin() == SubmissionLogin.REQUIRED);
  }

  private static Phrase howToLogIn(
      SmtpSession session, MailAccount account, SmtpUpstream upstream) {
    List<SaslMechanism> offered = upstream.capabilities().mechanisms();
    boolean possible = !session.mechanisms(upstream).isEmpty();
    if (!possible && !offered.isEmpty()) {
      return WORDS.phrase(
          "auth.several-servers",
          offered.stream().map(SaslMechanism::keyword).collect(Collectors.joining(", ")));
    }
    Phrase reason = WORDS.phrase(possible ? "auth.first" : "auth.impossible");
    return session.client().isLocal()
        ? new Phrase.Sentences(
            List.of(reason, WORDS.phrase("auth.optional", account.account().address())))
        : reason;
  }

  private static MailAccount accountOf(SmtpSession session, String address) throws Failure {
    return session
        .account()
        .or(() -> session.services().accounts().sole())
        .or(() -> session.services().accounts().byAddress(address))
        .orElseThrow(() -> Failure.of(550, "5.7.1", WORDS.phrase("mail.no-account", address)));
  }
}
