package org.sealpost.server.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Words;
import org.sealpost.server.account.AccountChoice;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.SaslMechanism;
import org.sealpost.server.account.SaslResponses;

/** One run of one SASL mechanism between the client and a real server. */
final class AuthExchange {
  private static final Words WORDS = Words.beside(AuthExchange.class);

  private final SmtpSession session;
  private final SaslMechanism mechanism;
  private final MailAccounts accounts;
  private final SaslResponses responses;

  AuthExchange(SmtpSession session, SaslMechanism mechanism) {
    this.session = session;
    this.mechanism = mechanism;
    accounts = session.services().accounts();
    responses = new SaslResponses(mechanism, accounts);
  }

  /**
   * Runs it.
   *
   * @throws Failure also if the client breaks the rules or means no account of ours
   */
  Answer run(Optional<byte[]> initialResponse) throws IOException, Failure {
    if (initialResponse.isPresent() && !isResponse(initialResponse.get())) {
      throw notBase64();
    }
    if (mechanism.serverSpeaksFirst()) {
      return initialResponse.isPresent()
          ? Answer.of(501, "5.7.0", WORDS.phrase("auth.initial"))
          : relay(Optional.empty(), Optional.empty(), Optional.empty());
    }
    Optional<byte[]> first =
        initialResponse.isPresent()
            ? initialResponse
            : ask(SmtpReply.of(334, mechanism.firstChallenge()));
    if (first.isEmpty()) {
      return Answer.of(501, "5.7.0", WORDS.phrase("auth.cancelled"));
    }
    Optional<MailAccount> account = Optional.of(accountAfter(first.get()));
    return initialResponse.isPresent() && mechanism.takesInitialResponse()
        ? relay(account, first, Optional.empty())
        : relay(account, Optional.empty(), first);
  }

  /**
   * Passes challenges and responses on until the real server has decided.
   *
   * @param known the account, or nothing where the first response is to tell it
   * @param held the client's answer to the first challenge, if it was asked for already
   */
  private Answer relay(
      Optional<MailAccount> known, Optional<byte[]> initialResponse, Optional<byte[]> held)
      throws IOException, Failure {
    SmtpUpstream upstream = session.upstreamOf(known.orElse(accounts.all().getFirst()));
    if (!session.mechanisms(upstream).contains(mechanism)) {
      // Offered because another account's server has it, or before this one was connected anew.
      throw notOffered(upstream);
    }
    Optional<MailAccount> account = known;
    Optional<byte[]> next = held;
    SmtpReply reply = secretCommand(upstream, opening(initialResponse));
    boolean decided = false;
    try {
      while (reply.code() == 334) {
        Optional<byte[]> response = next;
        if (response.isEmpty()) {
          response = ask(reply);
          if (response.isEmpty()) {
            return Answer.of(501, "5.7.0", WORDS.phrase("auth.cancelled"));
          }
          account = Optional.of(accountAt(upstream, response.get()));
        }
        next = Optional.empty();
        reply = secretCommand(upstream, response.get());
      }
      decided = true;
    } catch (IOException e) {
      // Nobody is there any more who would wait for the server's word on it.
      upstream.abort();
      throw e;
    } finally {
      if (!decided && upstream.isUsable()) {
        upstream.command("*");
      }
    }
    if (reply.code() == 235) {
      if (account.isEmpty()) {
        // Accepted before anyone said who he is.
        upstream.abort();
        throw UpstreamFailures.acceptedNobody(upstream.server());
      }
      session.authenticated(account.get());
    }
    return Answer.of(reply);
  }

  private byte[] opening(Optional<byte[]> initialResponse) {
    byte[] command = ("AUTH " + mechanism.keyword()).getBytes(StandardCharsets.US_ASCII);
    if (initialResponse.isEmpty()) {
      return command;
    }
    byte[] response = initialResponse.get();
    byte[] all = Arrays.copyOf(command, command.length + 1 + response.length);
    all[command.length] = ' ';
    System.arraycopy(response, 0, all, command.length + 1, response.length);
    return all;
  }

  private static SmtpReply secretCommand(SmtpUpstream upstream, byte[] line) throws Failure {
    try {
      return upstream.command(line);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  /** Passes a challenge on; nothing if the client cancels. */
  private Optional<byte[]> ask(SmtpReply challenge) throws IOException, Failure {
    session.client().prompt(challenge);
    return switch (session.services().idle().await(session.client()::response)) {
      case Line.Text text when isCancel(text.bytes()) -> Optional.empty();
      case Line.Text text when isResponse(text.bytes()) -> Optional.of(text.bytes());
      case Line.Text text -> throw notBase64();
      case Line.Refused refused -> throw Failure.of(500, "5.5.6", WORDS.phrase("line.length"));
      case Line.Lost lost -> throw Failure.of(421, "4.4.2", WORDS.phrase("line.end"));
    };
  }

  private static boolean isCancel(byte[] line) {
    return line.length == 1 && line[0] == '*';
  }

  /** Enough to keep anything from being said to the real server that is not a response. */
  private static boolean isResponse(byte[] line) {
    for (byte b : line) {
      boolean base64 =
          (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || (b >= '0' && b <= '9')
              || b == '+'
              || b == '/'
              || b == '=';
      if (!base64) {
        return false;
      }
    }
    return true;
  }

  private static Failure notBase64() {
    return Failure.of(501, "5.5.2", WORDS.phrase("auth.base64"));
  }

  /** The account that the client means, if this server is the one that may see its response. */
  private MailAccount accountAt(SmtpUpstream upstream, byte[] response) throws Failure {
    MailAccount account = accountAfter(response);
    if (!Upstreams.serves(upstream, account)) {
      throw Failure.of(504, "5.5.4", WORDS.phrase("auth.mechanism"));
    }
    return account;
  }

  private Failure notOffered(SmtpUpstream upstream) {
    List<SaslMechanism> offered = session.mechanisms(upstream);
    return Failure.of(
        504,
        "5.5.4",
        offered.isEmpty()
            ? WORDS.phrase("auth.none")
            : WORDS.phrase(
                "auth.mechanism-of",
                upstream.server().host(),
                offered.stream().map(SaslMechanism::keyword).collect(Collectors.joining(", "))));
  }

  private MailAccount accountAfter(byte[] response) throws Failure {
    return switch (responses.after(response).orElseThrow(AuthExchange::notBase64)) {
      case AccountChoice.Meant meant -> meant.account();
      case AccountChoice.NoneMeant none -> throw Failure.of(535, "5.7.8", none.reason());
    };
  }
}
