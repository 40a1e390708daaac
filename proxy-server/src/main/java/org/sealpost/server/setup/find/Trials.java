package org.sealpost.server.setup.find;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Telling;
import org.sealpost.failure.Words;
import org.sealpost.server.account.Upstream;
import org.sealpost.server.net.Network;
import org.sealpost.server.net.TlsClient;
import org.sealpost.server.net.TlsTrust;
import org.sealpost.server.pop3.Pop3Probe;
import org.sealpost.server.smtp.SmtpProbe;

/** Tries servers side by side, without logging in. For one thread; close it in the end. */
public final class Trials implements AutoCloseable {
  private static final Words WORDS = Words.beside(Trials.class);

  private final List<Path> trusted;
  private final Duration patience;
  private final Network network = new Network(Duration.ZERO);

  /**
   * None is tried yet.
   *
   * @param trusted certificates to trust instead of the system's; may be empty
   * @param patience for connecting, and for each answer
   */
  public Trials(List<Path> trusted, Duration patience) {
    this.trusted = List.copyOf(trusted);
    this.patience = patience;
  }

  /** Tries all at the same time; the outcomes are in the order of the servers. */
  public List<Trial> of(List<MailServer> servers) throws InterruptedException {
    List<CompletableFuture<Trial>> running = servers.stream().map(this::begin).toList();
    // Connecting, TLS and two answers.
    long deadline = System.nanoTime() + patience.multipliedBy(2).toNanos();
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < running.size(); i++) {
      trials.add(await(servers.get(i), running.get(i), deadline - System.nanoTime()));
    }
    return List.copyOf(trials);
  }

  private CompletableFuture<Trial> begin(MailServer server) {
    CompletableFuture<Trial> trial = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("try-" + server.host())
        .start(
            () -> {
              try {
                trial.complete(visit(server));
              } catch (RuntimeException e) {
                trial.completeExceptionally(e);
              }
            });
    return trial;
  }

  private Trial visit(MailServer server) {
    try {
      Upstream upstream =
          new Upstream(
              server.host(),
              server.port(),
              server.tls(),
              TlsClient.of(server.host(), TlsTrust.of(trusted)));
      return new Trial.Works(
          server,
          switch (server.protocol()) {
            case SMTP -> SmtpProbe.mechanisms(network, upstream, patience);
            case POP3 -> Pop3Probe.mechanisms(network, upstream, patience);
          });
    } catch (IOException | Failure e) {
      return new Trial.Fails(server, Telling.of(e));
    }
  }

  private static Trial await(MailServer server, CompletableFuture<Trial> trial, long nanos)
      throws InterruptedException {
    try {
      return trial.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return new Trial.Fails(server, WORDS.phrase("trial.slow"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
