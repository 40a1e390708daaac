package org.sealpost.harness;

import java.util.Arrays;
import java.util.Optional;

/**
 * The key slots of a PIV card that a mail program has a use for (SP 800-73-4, part 1, table 4b).
 */
public enum PivSlot {
  /** Asks for the PIN once. */
  AUTHENTICATION(0x9A, 0x5FC105),
  /** Asks for the PIN before each operation. */
  SIGNATURE(0x9C, 0x5FC10A),
  /** Decrypts; asks for the PIN once. */
  KEY_MANAGEMENT(0x9D, 0x5FC10B),
  /** The first place for a decryption key that was replaced. */
  RETIRED_KEY_MANAGEMENT(0x82, 0x5FC10D);

  private final int reference;
  private final int certificateTag;

  PivSlot(int reference, int certificateTag) {
    this.reference = reference;
    this.certificateTag = certificateTag;
  }

  /** The key reference, as PKCS#11 modules and yubico-piv-tool name the slot. */
  public int reference() {
    return reference;
  }

  /** The tag of the data object that holds the certificate. */
  int certificateTag() {
    return certificateTag;
  }

  static Optional<PivSlot> of(int reference) {
    return Arrays.stream(values()).filter(slot -> slot.reference == reference).findFirst();
  }
}
