package org.sealpost.card.api;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Lets clients in at a socket, until closed. Thread-safe. */
interface Acceptor extends AutoCloseable {
  /**
   * Waits for the next client.
   *
   * @throws java.nio.channels.ClosedChannelException when it is closed
   */
  SocketChannel accept() throws IOException;

  boolean isOpen();

  @Override
  void close() throws IOException;

  /** At a socket of this process. */
  static Acceptor of(ServerSocketChannel channel) {
    return new Acceptor() {
      @Override
      public SocketChannel accept() throws IOException {
        return channel.accept();
      }

      @Override
      public boolean isOpen() {
        return channel.isOpen();
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
