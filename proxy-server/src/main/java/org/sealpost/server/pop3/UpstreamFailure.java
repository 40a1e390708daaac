package org.sealpost.server.pop3;

import java.io.IOException;

/**
 * The real server cannot be had, or not any more. It is temporary: the mails are still there. The
 * message is safe for the client.
 */
final class UpstreamFailure extends IOException {
  private static final long serialVersionUID = 1L;

  UpstreamFailure(String text) {
    super(text);
  }

  UpstreamFailure(String text, Throwable cause) {
    super(text, cause);
  }
}
