package org.sealpost.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP connection with straight-line reading and writing: calls block their (virtual) thread, and
 * the peer is slowed down to the pace of the reader. One thread reads and one writes at a time; the
 * same thread may do both. {@link #abort} may be called by any thread.
 */
public interface Connection extends AutoCloseable {
  /**
   * Throws {@link java.net.SocketTimeoutException} when nothing comes for the read timeout, {@link
   * java.io.InterruptedIOException} when the thread is interrupted. {@link InputStream#available}
   * tells how many bytes are here already. A peer that has only ended its own direction reads as
   * the end, and can still be written to.
   */
  InputStream in();

  /**
   * Gathers writes until {@link OutputStream#flush} or until a block is full. Blocks while the peer
   * takes nothing, for the read timeout at most.
   */
  OutputStream out();

  /** Who is at the other end. */
  InetSocketAddress peer();

  /** Whether TLS is on. */
  boolean isSecure();

  /** The longest wait for the peer, in either direction; 5 minutes at first. */
  void readTimeout(Duration timeout);

  /**
   * Turns TLS on and completes the handshake.
   *
   * <p>On the server's side, write the go-ahead reply but <em>do not flush it</em>: it is sent in
   * the clear by this call, when TLS is already in place, so that the client's first TLS bytes
   * cannot be missed. Whatever the client sent before that and was not read yet is thrown away (RFC
   * 3207 §4.2). A reader with a buffer of its own has to empty it too. A server that has written
   * nothing yet gets implicit TLS.
   *
   * <p>On the client's side, call it when the go-ahead was read: bytes that the server sent behind
   * it in the clear are an error.
   *
   * @throws IllegalStateException if TLS is on already, or if a server has flushed its reply
   * @throws javax.net.ssl.SSLException if the handshake fails; the cause may be a {@link
   *     java.security.cert.CertificateException}. The connection is of no more use
   */
  void startTls(Tls tls) throws IOException;

  /**
   * Sends what is still held, closes. Never throws. What the peer still sends is taken and thrown
   * away for a short time, so that a last reply is not lost to a TCP reset.
   */
  @Override
  void close();

  /** Drops the connection without a word: TCP reset, nothing held is sent. */
  void abort();
}
