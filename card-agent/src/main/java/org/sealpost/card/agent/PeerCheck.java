package org.sealpost.card.agent;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Decides whether the process at the other end of a connection may be served. */
interface PeerCheck {
  boolean admits(SocketChannel channel) throws IOException;
}
