package org.sealpost.server.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.net.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session from greeting to end, as straight-line code on one virtual thread. However
 * it ends, the real server's connection ends with it, and without QUIT unless the client said so.
 */
final class Pop3Session {
  private static final Logger log = LoggerFactory.getLogger(Pop3Session.class);
  private static final Words WORDS = Words.beside(Pop3Session.class);

  private final Connection connection;
  private final Services services;
  private final Pop3Client client;
  private final Tally tally;
  private Optional<Login> login = Optional.empty();

  Pop3Session(Connection connection, Services services) {
    this.connection = connection;
    this.services = services;
    this.client = new Pop3Client(connection, services.idle(), services.limits(), System::nanoTime);
    this.tally = new Tally(services.metrics());
  }

  void run() {
    connection.readTimeout(services.limits().clientIdle());
    Ending ending = Ending.FAULT;
    try (Upstreams upstreams = Upstreams.connect(services, client::flush)) {
      ending = converse(upstreams);
    } finally {
      tally.ended(ending);
      tally.tell(
          log.atInfo()
              .addKeyValue("account", login.map(Login::address).orElse("-"))
              .addKeyValue("ending", ending.token()));
    }
  }

  private Ending converse(Upstreams upstreams) {
    try {
      serve(upstreams);
      client.flush();
      return Ending.QUIT;
    } catch (UpstreamFailure e) {
      // Without what the server said: it may say anything.
      log.warn("POP3: the real server failed: {}", cause(e));
      log.debug("POP3: the real server failed", e);
      return last(Ending.UPSTREAM, ResponseCode.SYS_TEMP, e.words());
    } catch (FramingException e) {
      return last(Ending.CLIENT_GARBAGE, ResponseCode.NONE, WORDS.phrase("line." + e.fault()));
    } catch (DismissedException e) {
      return last(Ending.CLIENT_GARBAGE, ResponseCode.NONE, e.words());
    } catch (SocketTimeoutException e) {
      log.debug("POP3: autologout", e);
      client.abort();
      return Ending.CLIENT_IDLE;
    } catch (InterruptedIOException e) {
      return last(Ending.SHUTDOWN, ResponseCode.SYS_TEMP, WORDS.phrase("shutdown"));
    } catch (EOFException e) {
      log.debug("POP3: the client left", e);
      return Ending.CLIENT_GONE;
    } catch (IOException e) {
      log.debug("POP3: the client is lost", e);
      client.abort();
      return Ending.CLIENT_GONE;
    } catch (RuntimeException e) {
      log.error("A POP3 session ended by a fault of ours", e);
      client.abort();
      return Ending.FAULT;
    }
  }

  private static String cause(UpstreamFailure e) {
    return Optional.ofNullable(e.getCause()).map(it -> it.getClass().getSimpleName()).orElse("-");
  }

  private void serve(Upstreams upstreams) throws IOException {
    upstreams.awaitOne();
    Authorization authorization = new Authorization(client, upstreams, services);
    authorization.greet();
    login = authorization.run();
    if (login.isPresent()) {
      client.loggedIn();
      try (Transaction transaction = new Transaction(client, login.get(), services, tally)) {
        transaction.run();
      }
    }
  }

  /** Says a last word, unless the client is in the middle of a mail: that must not look whole. */
  private Ending last(Ending ending, ResponseCode code, Phrase words) {
    // Only what was waited for was to be interrupted; the client is still to be told.
    Thread.interrupted();
    if (client.inMultiLine()) {
      client.abort();
      return ending;
    }
    try {
      client.error(code, words);
      client.flush();
    } catch (IOException e) {
      log.debug("POP3: the client is lost", e);
    }
    return ending;
  }
}
