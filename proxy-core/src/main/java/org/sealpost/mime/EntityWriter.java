package org.sealpost.mime;

import java.io.IOException;
import java.io.OutputStream;
import org.sealpost.failure.Failure;

/**
 * Writes one MIME entity: its {@code Content-*} header fields, the empty line and its body, all
 * lines ending in CRLF. May be called more than once and writes the same bytes each time unless its
 * class says otherwise. Does not close the stream.
 */
@FunctionalInterface
public interface EntityWriter {
  void writeTo(OutputStream out) throws IOException, Failure;
}
