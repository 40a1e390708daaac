package org.sealpost.trust.revocation;

/** Why a certificate was revoked (RFC 5280 §5.3.1); the number in use for it. */
public enum RevocationReason {
  UNSPECIFIED(0),
  KEY_COMPROMISE(1),
  CA_COMPROMISE(2),
  AFFILIATION_CHANGED(3),
  SUPERSEDED(4),
  CESSATION_OF_OPERATION(5),
  CERTIFICATE_HOLD(6),
  REMOVE_FROM_CRL(8),
  PRIVILEGE_WITHDRAWN(9),
  AA_COMPROMISE(10);

  private final int code;

  RevocationReason(int code) {
    this.code = code;
  }

  /** The CRLReason of this number; of one that is not known, {@link #UNSPECIFIED}. */
  public static RevocationReason of(int code) {
    for (RevocationReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return UNSPECIFIED;
  }

  /** Whether a revocation for it cannot be taken back; a hold can (RFC 5280 §5.3.1). */
  public boolean isForGood() {
    return this != CERTIFICATE_HOLD && this != REMOVE_FROM_CRL;
  }

  public int code() {
    return code;
  }
}
