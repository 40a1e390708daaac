package org.sealpost.trust.fetch;

import java.io.IOException;

/** Something could not be fetched; the message says in words from where and why. */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1L;

  public FetchException(String message, Throwable cause) {
    super(message, cause);
  }

  public FetchException(String message) {
    super(message);
  }
}
