package org.sealpost.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.sealpost.mime.Entity;

/**
 * Whether a mail carries a signature, and does not only call itself signed: a SignedData that can
 * be read, with a signerInfo that can be read (RFC 5652 §5.1). Whether that signature holds is not
 * asked. Reads the whole signature, and of an opaque mail its content too, without keeping it.
 * Stateless.
 */
public final class SignerPresence {
  private static final EnclosedCertificates NONE = EnclosedCertificates.parse(List.of());

  private SignerPresence() {}

  /** Of an entity of kind {@link SmimeKind#MULTIPART_SIGNED} or {@link SmimeKind#SIGNED_DATA}. */
  public static boolean in(Entity mail) throws IOException {
    if (!mail.mediaType().equals("multipart/signed")) {
      return hasSigner(mail, true);
    }
    // RFC 1847 §2.1: exactly two.
    return mail.parts().size() == 2 && hasSigner(mail.parts().get(1), false);
  }

  private static boolean hasSigner(Entity cms, boolean withContent) throws IOException {
    try (InputStream in = CmsBody.open(cms)) {
      SignedDataReader signedData = Verifier.signedData(in);
      if (withContent && !signedData.hasContent()) {
        return false;
      }
      return new SignerInfos(signedData.contentType(), NONE, signedData.trailer().signers())
          .hasReadable();
    } catch (DamagedCms e) {
      return false;
    }
  }
}
