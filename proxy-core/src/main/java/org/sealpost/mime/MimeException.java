package org.sealpost.mime;

/** A mail whose structure passes a limit or cannot be read. */
public final class MimeException extends Exception {
  private static final long serialVersionUID = 1L;

  public MimeException(String message) {
    super(message);
  }
}
