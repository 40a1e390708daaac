package org.sealpost.directory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS in which the server's certificate must be for the host as it was configured (RFC 4513
 * §3.1.3). The LDAP library's own check looks other names up for an IP address, and takes them too.
 */
final class NamedTls extends SSLSocketFactory {
  private final SSLSocketFactory sockets;
  private final String host;

  NamedTls(SSLContext context, String host) {
    this.sockets = context.getSocketFactory();
    this.host = host;
  }

  /** Over a connection that is there. */
  @Override
  public Socket createSocket(Socket connection, String ignored, int port, boolean autoClose)
      throws IOException {
    return checked(sockets.createSocket(connection, host, port, autoClose));
  }

  /** To be connected by the caller, to the name or address that was configured. */
  @Override
  public Socket createSocket() throws IOException {
    return checked(sockets.createSocket());
  }

  @Override
  public Socket createSocket(String to, int port) throws IOException {
    return checked(sockets.createSocket(to, port));
  }

  @Override
  public Socket createSocket(String to, int port, InetAddress from, int fromPort)
      throws IOException {
    return checked(sockets.createSocket(to, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress to, int port) throws IOException {
    return checked(sockets.createSocket(to, port));
  }

  @Override
  public Socket createSocket(InetAddress to, int port, InetAddress from, int fromPort)
      throws IOException {
    return checked(sockets.createSocket(to, port, from, fromPort));
  }

  private static Socket checked(Socket socket) {
    SSLSocket tls = (SSLSocket) socket;
    SSLParameters parameters = tls.getSSLParameters();
    // Of the two checks that the JDK has, this is the stricter about wildcards.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    return tls;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }
}
