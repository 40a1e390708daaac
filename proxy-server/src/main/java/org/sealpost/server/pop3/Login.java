package org.sealpost.server.pop3;

import org.sealpost.server.account.MailAccount;

/** A login that the real server accepted. */
record Login(MailAccount account, Pop3Upstream upstream) {
  /** The mail address, for the log and as a key. */
  String address() {
    return account.account().address();
  }
}
