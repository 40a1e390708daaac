package org.sealpost.server.pop3;

import java.util.OptionalLong;

/**
 * The sizes of mails as the client gets them, where they differ from the server's, beyond one
 * session: LIST comes before the mails are opened again. Thread-safe.
 */
interface SizeMemory {
  /** Whether anything is remembered of this account. */
  boolean knows(String account);

  /**
   * The size in octets.
   *
   * @param uid what UIDL says of the mail (RFC 1939 §7)
   */
  OptionalLong size(String account, String uid);

  void remember(String account, String uid, long size);
}
