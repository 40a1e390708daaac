package org.sealpost.smime;

import java.security.cert.X509Certificate;
import java.util.List;
import org.sealpost.mime.Content;

/**
 * A signed entity taken apart.
 *
 * @param content the entity that was signed; where it had to be taken out of an opaque signature it
 *     lies in a spool that {@link #close} lets go. Empty where only certificates came
 * @param signatures one for each signerInfo, in order. A multipart/signed has always at least one:
 *     where its signature part is empty or damaged, that one says so
 * @param certificates all enclosed certificates that can be read, the signers' among them
 */
public record Signed(
    Content content, List<SignatureCheck> signatures, List<X509Certificate> certificates)
    implements AutoCloseable {
  public Signed {
    signatures = List.copyOf(signatures);
    certificates = List.copyOf(certificates);
  }

  /** Without certificates. */
  public Signed(Content content, List<SignatureCheck> signatures) {
    this(content, signatures, List.of());
  }

  @Override
  public void close() {
    if (content instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
