package org.sealpost.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.concurrent.atomic.AtomicReference;

/** Puts the connection at the end of an outgoing channel's pipeline. */
final class Connecting extends ChannelInitializer<Channel> {
  private final AtomicReference<ChannelConnection> connection = new AtomicReference<>();

  @Override
  protected void initChannel(Channel channel) {
    ChannelConnection made = new ChannelConnection(channel);
    channel.pipeline().addLast(made);
    connection.set(made);
  }

  /** There is one once the channel is connected. */
  ChannelConnection connection() {
    return connection.get();
  }
}
