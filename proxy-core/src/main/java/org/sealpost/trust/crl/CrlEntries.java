package org.sealpost.trust.crl;

import java.io.IOException;
import javax.security.auth.x500.X500Principal;

/**
 * Gets the entries of a list as they are read, in the list's order. Nothing of them may be relied
 * on before the whole list was read and its signature holds.
 */
interface CrlEntries {
  /** In the place of a time that an entry does not tell. */
  long NOT_TOLD = Long.MIN_VALUE;

  /**
   * The entries from here on are of certificates of this CA (RFC 5280 §5.3.3). The first call,
   * before any entry, names the list's own issuer.
   */
  void issuer(X500Principal issuer) throws IOException;

  /**
   * One entry.
   *
   * @param bytes holds the serial number's content octets, which are valid during the call only
   * @param revoked in seconds since 1970
   * @param reason the CRLReason's number (RFC 5280 §5.3.1)
   * @param invalidSince in seconds since 1970, or {@link #NOT_TOLD}
   */
  void entry(
      byte[] bytes, int serialFrom, int serialLength, long revoked, int reason, long invalidSince)
      throws IOException;
}
