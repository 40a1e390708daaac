package org.sealpost.outbound;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What protection adds to a mail's size. Encryption writes all of it in base64, 78 bytes for 57
 * with the line end, and divides it into pieces before that: a factor of 1.37. So does an opaque
 * signature. Each signature adds an amount of its own for certificates and attributes. Pure.
 */
public final class SizeAllowance {
  /** Attributes, the signature itself, headers and boundaries. */
  private static final long SIGNATURE = 4096;

  /** The envelope's own fields and headers. */
  private static final long ENVELOPE = 1024;

  /** What a recipientInfo has beside issuer, serial number and a key as long as the recipient's. */
  private static final long RECIPIENT = 512;

  /** The smallest piece of content in a streamed CMS, and what its own header takes at most. */
  private static final long PIECE = 8192;

  private static final long PIECE_HEADER = 8;

  private static final long LINE = 57;
  private static final long ENCODED_LINE = 78;

  /** A signature with a chain of certificates, and some recipients. */
  private static final long USUAL_EXTRAS = 32 * 1024;

  private SizeAllowance() {}

  /**
   * The size to announce to the client: such a mail, signed and encrypted to about twenty
   * recipients, still fits what the real server takes. More is added in two cases. Where 8-bit text
   * has to be written in 7 bits, at worst three times as much; and where what is encrypted was
   * signed opaquely, which is in base64 already, 1.37 times as much. Such a mail may come out too
   * large after all, and is then refused before any of it is sent.
   *
   * @param upstream the real server's SIZE in bytes (RFC 1870); 0 if it sets no limit, which stays
   *     0
   */
  public static long announced(long upstream) {
    if (upstream <= 0) {
      return 0;
    }
    long encoded = Math.max(0, upstream - USUAL_EXTRAS) / ENCODED_LINE * LINE;
    return Math.max(1, encoded / (PIECE + PIECE_HEADER) * PIECE);
  }

  /** An upper bound of a signed entity. */
  static long signed(long entity, List<X509Certificate> enclosed) {
    long der = enclosed.stream().mapToLong(SizeAllowance::length).sum();
    return entity + SIGNATURE + base64(der + SIGNATURE);
  }

  /** An upper bound of an entity that lies inside its signature. */
  static long opaque(long entity, List<X509Certificate> enclosed) {
    long der = enclosed.stream().mapToLong(SizeAllowance::length).sum();
    return ENVELOPE + base64(entity + pieces(entity) + der + 2 * SIGNATURE);
  }

  /** An upper bound of an encrypted entity. */
  static long encrypted(long entity, List<X509Certificate> recipients) {
    long infos = recipients.stream().mapToLong(it -> length(it) + RECIPIENT).sum();
    return ENVELOPE + base64(entity + pieces(entity) + ENVELOPE + infos);
  }

  private static long pieces(long entity) {
    return (entity / PIECE + 1) * PIECE_HEADER;
  }

  private static long base64(long bytes) {
    return (bytes / LINE + 1) * ENCODED_LINE;
  }

  private static long length(X509Certificate certificate) {
    try {
      return certificate.getEncoded().length;
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
