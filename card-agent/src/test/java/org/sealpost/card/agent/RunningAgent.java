package org.sealpost.card.agent;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.sealpost.card.api.CannotListenException;
import org.sealpost.card.api.CardAgentClient;
import org.sealpost.card.api.ListeningSocket;
import org.sealpost.card.api.LocalUser;
import org.sealpost.card.token.Token;

/** An agent in the test's own process, with a prompt that the test answers. */
final class RunningAgent implements AutoCloseable {
  static final AgentServer.Limits LIMITS = new AgentServer.Limits(64, Duration.ofSeconds(30));

  final ScriptedPrompt prompt = new ScriptedPrompt();
  private final PinDesk desk = new PinDesk(List.of(prompt));
  private final Path socket;
  private final AgentServer server;
  private final Thread thread;

  RunningAgent(Path socket, AgentServer.Limits limits, PeerCheck peers, Token... tokens)
      throws CannotListenException {
    this.socket = socket;
    TokenSlots slots =
        new TokenSlots(
            List.of(new FixedTokens(List.of(tokens))),
            Duration.ofMinutes(30),
            (token, idle, changed) ->
                new TokenSlot(
                    token,
                    new PinGuard(token, new FailureLedger(socket.resolveSibling("cards")), 3),
                    desk,
                    idle,
                    InstantSource.system(),
                    changed));
    this.server = new AgentServer(ListeningSocket.claim(socket).listen(), slots, peers, limits);
    this.thread = Thread.ofPlatform().start(server::serve);
  }

  RunningAgent(Path socket, Token... tokens) throws CannotListenException {
    this(socket, LIMITS, LocalUser::isPeer, tokens);
  }

  CardAgentClient client() {
    return new CardAgentClient(socket, "test", Duration.ofSeconds(30));
  }

  RawClient raw() throws IOException {
    return new RawClient(socket);
  }

  @Override
  public void close() {
    server.close();
    desk.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A client that can say anything. */
  static final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    RawClient(Path socket) throws IOException {
      this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      this.in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    RawClient say(String octets) throws IOException {
      return say(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient say(byte[] octets) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(octets);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      return this;
    }

    RawClient frame(String json) throws IOException {
      byte[] content = json.getBytes(StandardCharsets.UTF_8);
      return say("Content-Length: " + content.length + "\r\n\r\n").say(content);
    }

    RawClient hello() throws IOException {
      frame(
              "{'jsonrpc':'2.0','id':0,'method':'hello','params':{'version':3,'client':'raw'}}"
                  .replace('\'', '"'))
          .answer();
      return this;
    }

    /** The next frame's content. */
    String answer() throws IOException {
      StringBuilder header = new StringBuilder();
      while (header.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          throw new EOFException();
        }
        header.append((char) octet);
      }
      int length = Integer.parseInt(header.toString().replaceAll("[^0-9]", ""));
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Whether the agent has closed the connection; blocks until it has or says something. */
    boolean isClosed() throws IOException {
      try {
        return in.read() < 0;
      } catch (IOException e) {
        return true;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
