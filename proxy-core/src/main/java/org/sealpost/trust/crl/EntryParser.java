package org.sealpost.trust.crl;

import java.io.IOException;
import java.util.Arrays;
import javax.security.auth.x500.X500Principal;

/** Reads the entries of a list (RFC 5280 §5.1.2.6 and §5.3) one by one. For one thread. */
final class EntryParser {
  /** RFC 5280 §4.1.2.2 allows 20 octets; some CAs had more. */
  static final int MAX_SERIAL = 64;

  private static final int REASON_CODE = 21;
  private static final int HOLD_INSTRUCTION = 23;
  private static final int INVALIDITY_DATE = 24;
  private static final int CERTIFICATE_ISSUER = 29;
  private static final int DIRECTORY_NAME = 0xa4;

  private final DerCursor cursor = new DerCursor();
  private final CrlEntries entries;
  private boolean ofOtherIssuers;
  private int reason;
  private long invalidSince;
  private int seen;

  EntryParser(CrlEntries entries) {
    this.entries = entries;
  }

  /** Whether an entry named a CA that it is of, as only those of an indirect list may. */
  boolean ofOtherIssuers() {
    return ofOtherIssuers;
  }

  /** The entry that lies in {@code window} from {@code from} to {@code to}. */
  void parse(byte[] window, int from, int to) throws IOException {
    cursor.over(window, from);
    cursor.enter(DerCursor.SEQUENCE, to);
    int serial = cursor.take(DerCursor.INTEGER, to);
    int length = cursor.length();
    checkSerial(window, serial, length);
    long revoked = cursor.time(to);
    reason = 0;
    invalidSince = CrlEntries.NOT_TOLD;
    if (cursor.at() < to) {
      extensions(to);
    }
    cursor.expectEnd(to);
    entries.entry(window, serial, length, revoked, reason, invalidSince);
  }

  private static void checkSerial(byte[] window, int from, int length) throws CrlException {
    if (length == 0 || length > MAX_SERIAL) {
      throw CrlException.malformed("a serial number of " + length + " bytes");
    }
    boolean padded = length > 1 && window[from] == window[from + 1] >> 7;
    if (padded) {
      throw CrlException.malformed("a serial number that is not as short as it can be");
    }
  }

  private void extensions(int to) throws IOException {
    int end = cursor.enter(DerCursor.SEQUENCE, to);
    seen = 0;
    while (cursor.at() < end) {
      extension(cursor.enter(DerCursor.SEQUENCE, end));
    }
  }

  private void extension(int end) throws IOException {
    int id = idCe(cursor.take(DerCursor.OBJECT_IDENTIFIER, end));
    boolean critical = false;
    if (cursor.tag(end) == DerCursor.BOOLEAN) {
      critical = cursor.bytes()[cursor.take(DerCursor.BOOLEAN, end)] != 0;
    }
    int valueEnd = cursor.enter(DerCursor.OCTET_STRING, end);
    if (valueEnd != end) {
      throw CrlException.malformed("an extension of an entry has more than it should");
    }
    switch (id) {
      case REASON_CODE -> reason = reason(end);
      case INVALIDITY_DATE -> invalidSince = cursor.time(end);
      case CERTIFICATE_ISSUER -> issuer(end);
      case HOLD_INSTRUCTION -> skip(end);
      default -> {
        if (critical) {
          throw CrlException.of("list.critical-entry");
        }
        skip(end);
      }
    }
    cursor.expectEnd(end);
    once(id);
  }

  /** The last arc of an identifier under id-ce (2.5.29), or -1. */
  private int idCe(int from) {
    byte[] bytes = cursor.bytes();
    boolean idCe = cursor.length() == 3 && bytes[from] == 0x55 && bytes[from + 1] == 0x1d;
    return idCe ? bytes[from + 2] : -1;
  }

  private void once(int id) throws CrlException {
    if (id < 0 || id > 31) {
      return;
    }
    if ((seen & 1 << id) != 0) {
      throw CrlException.malformed("an entry with two extensions of one kind");
    }
    seen |= 1 << id;
  }

  private int reason(int end) throws CrlException {
    int from = cursor.take(DerCursor.ENUMERATED, end);
    if (cursor.length() != 1 || cursor.bytes()[from] < 0) {
      throw CrlException.malformed("an entry with a reason that is no reason's number");
    }
    return cursor.bytes()[from];
  }

  private void issuer(int end) throws IOException {
    int namesEnd = cursor.enter(DerCursor.SEQUENCE, end);
    while (cursor.at() < namesEnd) {
      int tag = cursor.tag(namesEnd);
      int from = cursor.take(tag, namesEnd);
      if (tag == DIRECTORY_NAME) {
        ofOtherIssuers = true;
        entries.issuer(name(Arrays.copyOfRange(cursor.bytes(), from, cursor.at())));
        skip(end);
        return;
      }
    }
    throw CrlException.malformed("an entry of a CA without a name");
  }

  /** A Name (RFC 5280 §4.1.2.4). */
  static X500Principal name(byte[] encoded) throws CrlException {
    try {
      return new X500Principal(DerCursor.checked(encoded));
    } catch (IllegalArgumentException e) {
      throw CrlException.malformed("a name that is none", e);
    }
  }

  private void skip(int to) {
    cursor.over(cursor.bytes(), to);
  }
}
