package org.sealpost.server.pop3;

import java.io.IOException;

/** Something that may fail for want of a peer. */
@FunctionalInterface
interface IoAction {
  void run() throws IOException;
}
