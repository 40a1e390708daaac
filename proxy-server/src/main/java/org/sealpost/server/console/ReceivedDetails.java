package org.sealpost.server.console;

import java.util.List;

/** What was found of the mails that say they have one Message-ID. */
record ReceivedDetails(List<VerdictView> mails) {
  String messageId() {
    return mails.getFirst().messageId();
  }
}
