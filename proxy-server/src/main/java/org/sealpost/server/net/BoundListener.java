package org.sealpost.server.net;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

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
}
