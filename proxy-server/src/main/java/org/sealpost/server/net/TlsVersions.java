package org.sealpost.server.net;

/** The protocol versions that both sides allow (RFC 8996 ended the older ones). */
final class TlsVersions {
  static final String[] ALLOWED = {"TLSv1.3", "TLSv1.2"};

  private TlsVersions() {}
}
