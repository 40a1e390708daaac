package org.sealpost.inbound;

import java.util.Optional;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Header;

/**
 * The sender's own header within the layers (RFC 9788 §2.1 with {@code hp}, its drafts with {@code
 * protected-headers}; RFC 8551 §3.1 with a whole mail). Pure.
 */
final class ProtectedHeader {
  private ProtectedHeader() {}

  /** The header, if there is one and it came out of an encryption or from under a signature. */
  static Optional<Header> of(Peeled peeled) {
    Entity inside = peeled.innermost();
    boolean declared =
        peeled.isWrappedMail()
            || inside.typeParameter("hp").isPresent()
            || inside.typeParameter("protected-headers").isPresent();
    return declared && peeled.hasProtectedHeader()
        ? Optional.of(inside.header())
        : Optional.empty();
  }
}
