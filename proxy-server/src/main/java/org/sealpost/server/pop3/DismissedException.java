package org.sealpost.server.pop3;

import java.io.IOException;

/** A client that is not spoken to any more. The message is for it. */
final class DismissedException extends IOException {
  private static final long serialVersionUID = 1L;

  DismissedException(String text) {
    super(text);
  }
}
