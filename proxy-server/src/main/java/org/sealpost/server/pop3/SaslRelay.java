package org.sealpost.server.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.failure.Words;
import org.sealpost.server.account.AccountChoice;
import org.sealpost.server.account.MailAccount;
import org.sealpost.server.account.MailAccounts;
import org.sealpost.server.account.SaslMechanism;
import org.sealpost.server.account.SaslResponses;

/**
 * AUTH (RFC 1734, RFC 5034): carries an authentication between the client and the real server, step
 * by step. Only the user's name is looked at, since it picks the account: one that no account has
 * is refused. For one thread.
 */
final class SaslRelay {
  private static final Words WORDS = Words.beside(SaslRelay.class);

  private static final String CANCEL = "*";

  /** Nothing else is said to the server while it waits for a response. */
  private static final Pattern RESPONSE = Pattern.compile("[A-Za-z0-9+/]*=*|\\*");

  private final Pop3Client client;
  private final Upstreams upstreams;
  private final MailAccounts accounts;

  SaslRelay(Pop3Client client, Upstreams upstreams, MailAccounts accounts) {
    this.client = client;
    this.upstreams = upstreams;
    this.accounts = accounts;
  }

  /** Answers AUTH with these arguments, one at least. */
  Optional<Login> authenticate(List<String> arguments) throws IOException {
    Optional<SaslMechanism> named = SaslMechanism.named(arguments.getFirst());
    if (named.isEmpty() || arguments.size() > 2) {
      return refuse("auth.mechanism.unknown");
    }
    SaslMechanism mechanism = named.get();
    SaslResponses responses = new SaslResponses(mechanism, accounts);
    if (mechanism.serverSpeaksFirst()) {
      return arguments.size() == 1 ? serverFirst(mechanism, responses) : refuse("auth.initial");
    }
    if (arguments.size() == 2) {
      return clientFirst(mechanism, responses, true, arguments.get(1));
    }
    client.challenge(mechanism.firstChallenge());
    return clientFirst(mechanism, responses, false, client.authenticationLine());
  }

  /** The server's challenge comes before the user's name, so there must be only one server. */
  private Optional<Login> serverFirst(SaslMechanism mechanism, SaslResponses responses)
      throws IOException {
    Optional<Pop3Upstream> sole = upstreams.sole();
    if (sole.isEmpty()) {
      return refuse("auth.mechanism.unknown");
    }
    Pop3Upstream upstream = sole.get();
    Reply challenge = upstream.authenticate("AUTH " + mechanism.keyword());
    if (challenge.status() != Reply.Status.CONTINUE) {
      return refused(upstream, challenge);
    }
    client.relay(challenge);
    String response = client.authenticationLine();
    if (response.equals(CANCEL)) {
      return refused(upstream, upstream.authenticate(CANCEL));
    }
    Optional<MailAccount> account = account(responses, response);
    if (account.isEmpty()) {
      upstream.command(CANCEL);
      return Optional.empty();
    }
    return relay(new Login(account.get(), upstream), responses, upstream.authenticate(response));
  }

  private Optional<Login> clientFirst(
      SaslMechanism mechanism, SaslResponses responses, boolean initial, String response)
      throws IOException {
    if (response.equals(CANCEL)) {
      return refuse("auth.cancelled");
    }
    String first = response.equals("=") ? "" : response;
    Optional<MailAccount> account = account(responses, first);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    Pop3Upstream upstream = upstreams.of(account.get());
    if (isForAnotherServer(mechanism, upstream)) {
      return Optional.empty();
    }
    Login wanted = new Login(account.get(), upstream);
    if (initial && mechanism.takesInitialResponse()) {
      // However long: the client knows what its server takes, and some take XOAUTH2 in no other
      // way.
      return relay(
          wanted, responses, upstream.authenticate("AUTH " + mechanism.keyword() + " " + response));
    }
    Reply prompt = upstream.authenticate("AUTH " + mechanism.keyword());
    return prompt.status() == Reply.Status.CONTINUE
        ? relay(wanted, responses, upstream.authenticate(first))
        : refused(upstream, prompt);
  }

  /** What several servers offer together need not be this one's; the client is told then. */
  private boolean isForAnotherServer(SaslMechanism mechanism, Pop3Upstream upstream)
      throws IOException {
    if (upstreams.sole().isPresent()) {
      return false;
    }
    Set<String> offered = upstream.capabilities().arguments("SASL");
    if (offered.isEmpty() || offered.contains(mechanism.keyword())) {
      return false;
    }
    String relayed =
        Stream.of(SaslMechanism.values())
            .filter(each -> !each.serverSpeaksFirst())
            .map(SaslMechanism::keyword)
            .filter(offered::contains)
            .collect(Collectors.joining(", "));
    client.error(
        ResponseCode.NONE,
        relayed.isEmpty()
            ? WORDS.phrase("auth.mechanism.unknown")
            : WORDS.phrase("auth.mechanism.elsewhere", upstream.host(), relayed));
    return true;
  }

  private Optional<Login> relay(Login wanted, SaslResponses responses, Reply first)
      throws IOException {
    Reply reply = first;
    while (reply.status() == Reply.Status.CONTINUE) {
      client.relay(reply);
      String response = client.authenticationLine();
      if (!RESPONSE.matcher(response).matches()) {
        wanted.upstream().command(CANCEL);
        return refuse("auth.base64");
      }
      if (!response.equals(CANCEL) && account(responses, response).isEmpty()) {
        wanted.upstream().command(CANCEL);
        return Optional.empty();
      }
      reply = wanted.upstream().authenticate(response);
    }
    client.relay(reply);
    return reply.ok() ? Optional.of(wanted) : Optional.empty();
  }

  /** A server that accepts before anyone said who he is has not accepted anyone. */
  private Optional<Login> refused(Pop3Upstream upstream, Reply reply) throws IOException {
    if (reply.status() != Reply.Status.ERR) {
      throw upstream.garbage();
    }
    client.relay(reply);
    return Optional.empty();
  }

  private Optional<Login> refuse(String key) throws IOException {
    client.error(ResponseCode.NONE, WORDS.phrase(key));
    return Optional.empty();
  }

  /** The account that is meant after this response; where there is none, the client is told. */
  private Optional<MailAccount> account(SaslResponses responses, String response)
      throws IOException {
    Optional<AccountChoice> choice =
        responses.after(response.getBytes(StandardCharsets.ISO_8859_1));
    if (choice.isEmpty()) {
      client.error(ResponseCode.NONE, WORDS.phrase("auth.base64"));
      return Optional.empty();
    }
    return switch (choice.get()) {
      case AccountChoice.Meant meant -> Optional.of(meant.account());
      case AccountChoice.NoneMeant none -> {
        client.error(ResponseCode.AUTH, none.reason());
        yield Optional.empty();
      }
    };
  }
}
