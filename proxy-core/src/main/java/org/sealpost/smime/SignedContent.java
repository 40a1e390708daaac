package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.sealpost.mime.Entity;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

/**
 * What an opaque signature (RFC 8551 §3.5.2) holds, whoever signed it: for who looks into a mail
 * and does not judge it. Pure but for the spools.
 */
public final class SignedContent {
  private SignedContent() {}

  /**
   * The content of an entity of kind {@link SmimeKind#SIGNED_DATA}, as far as it can be read; empty
   * for every other. The caller closes it.
   */
  public static Optional<Spool> of(Entity entity, SpoolFactory spools) throws IOException {
    if (entity.mediaType().startsWith("multipart/")
        || SmimeKind.of(entity) != SmimeKind.SIGNED_DATA) {
      return Optional.empty();
    }
    Spool content = spools.create();
    boolean written = false;
    try (OutputStream out = content.out()) {
      copy(entity, out);
      written = true;
      return Optional.of(content);
    } finally {
      if (!written) {
        content.close();
      }
    }
  }

  /** What stands before the damage is what a reader of a damaged one may see, too. */
  private static void copy(Entity entity, OutputStream out) throws IOException {
    try (InputStream in = CmsBody.open(entity)) {
      SignedDataReader signedData = Verifier.signedData(in);
      if (signedData.hasContent()) {
        signedData.content().transferTo(out);
      }
    } catch (DamagedCms e) {
      out.flush();
    }
  }
}
