package org.sealpost.server.session;

import java.util.Set;

/**
 * How browsers begin: a web page can make one talk to a port of this machine, and what it posts
 * could hold commands of a mail protocol.
 */
public final class HttpMethods {
  private static final Set<String> ALL =
      Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "CONNECT", "TRACE");

  private HttpMethods() {}

  /**
   * Whether a command is a method of HTTP (RFC 9110 §9).
   *
   * @param verb in upper case
   */
  public static boolean contains(String verb) {
    return ALL.contains(verb);
  }
}
