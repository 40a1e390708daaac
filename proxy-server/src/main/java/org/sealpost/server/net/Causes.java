package org.sealpost.server.net;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

/** What stands behind Netty's exceptions, in the JDK's types. */
final class Causes {
  private Causes() {}

  static IOException asIOException(Throwable cause) {
    return switch (cause) {
      case DecoderException e when e.getCause() != null -> asIOException(e.getCause());
      // Its own text is the other side's bytes.
      case NotSslRecordException e -> new NotTlsException("the other side does not speak TLS", e);
      case ClosedChannelException e -> new IOException("the connection is closed", e);
      case IOException e -> e;
      default -> new IOException(String.valueOf(cause.getMessage()), cause);
    };
  }

  /** Why {@code address} could not be connected to. */
  static IOException ofConnect(Throwable cause, String address) {
    IOException shown =
        switch (cause) {
          case ConnectTimeoutException e -> new SocketTimeoutException("no answer from " + address);
          case ConnectException e -> new ConnectException(address + " refuses connections");
          default ->
              new NoRouteToHostException(
                  "cannot connect to " + address + ": " + cause.getMessage());
        };
    shown.initCause(cause);
    return shown;
  }

  /** The stream's form of an interruption; the thread's flag stays set. */
  static InterruptedIOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }
}
