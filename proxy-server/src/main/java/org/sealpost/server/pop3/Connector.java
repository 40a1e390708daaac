package org.sealpost.server.pop3;

import java.io.IOException;
import org.sealpost.server.net.Connection;

/** Reaches a real server. Thread-safe. */
@FunctionalInterface
interface Connector {
  Connection connect(String host, int port) throws IOException;
}
