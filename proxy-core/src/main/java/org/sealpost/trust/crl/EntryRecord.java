package org.sealpost.trust.crl;

import java.time.Instant;
import java.util.Optional;
import org.sealpost.trust.revocation.RevocationReason;

/**
 * An entry as bytes: issuer (2), the serial number's length (1), the serial number, the time (5),
 * the reason (1), since when the key is suspect (5). Records in the order of their bytes are in the
 * order of issuer and serial number.
 */
final class EntryRecord {
  static final int SERIAL = 3;
  static final int TIME = 5;

  /** What comes after the serial number. */
  static final int TAIL = TIME + 1 + TIME;

  static final int MAX = SERIAL + EntryParser.MAX_SERIAL + TAIL;

  private static final int TIME_BITS = 8 * TIME;
  private static final long NOT_TOLD = -1L << (TIME_BITS - 1);

  private EntryRecord() {}

  /** How long the record at {@code at} is. */
  static int length(byte[] bytes, int at) {
    return SERIAL + (bytes[at + 2] & 0xff) + TAIL;
  }

  /** Writes a time in seconds since 1970, in which years up to 9999 have room. */
  static void putTime(byte[] into, int at, long seconds) {
    long value = seconds == CrlEntries.NOT_TOLD ? NOT_TOLD : seconds;
    for (int i = 0; i < TIME; i++) {
      into[at + i] = (byte) (value >> (TIME_BITS - 8 - 8 * i));
    }
  }

  static Optional<Instant> time(byte[] from, int at) {
    long value = 0;
    for (int i = 0; i < TIME; i++) {
      value = (value << 8) | (from[at + i] & 0xff);
    }
    long seconds = (value << (64 - TIME_BITS)) >> (64 - TIME_BITS);
    return seconds == NOT_TOLD ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }

  static RevocationReason reason(byte[] record, int at) {
    return RevocationReason.of(record[at]);
  }
}
