package org.sealpost.server.pop3;

/** How many opened mails all sessions together may keep. Thread-safe. */
final class KeptBudget {
  private final int mostMails;
  private final long mostBytes;
  private int mails;
  private long bytes;

  KeptBudget(int mostMails, long mostBytes) {
    this.mostMails = mostMails;
    this.mostBytes = mostBytes;
  }

  /** Takes room for a mail; false where there is none. */
  synchronized boolean take(long size) {
    if (mails >= mostMails || size > mostBytes - bytes) {
      return false;
    }
    mails++;
    bytes += size;
    return true;
  }

  synchronized void give(long size) {
    mails--;
    bytes -= size;
  }
}
