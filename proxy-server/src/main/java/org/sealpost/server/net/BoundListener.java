package org.sealpost.server.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A listening channel with its acceptor. */
record BoundListener(Channel channel, Acceptor acceptor) implements Network.Listener {
  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  void endSessions(Duration grace) {
    acceptor.endSessions(grace);
  }
}
