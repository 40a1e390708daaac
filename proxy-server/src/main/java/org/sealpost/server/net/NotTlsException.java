package org.sealpost.server.net;

import javax.net.ssl.SSLException;

/** The other side sent something in the clear where TLS was to begin. */
public final class NotTlsException extends SSLException {
  private static final long serialVersionUID = 1L;

  NotTlsException(String message) {
    super(message);
  }

  NotTlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
