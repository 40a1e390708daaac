package org.sealpost.server.pop3;

/** Why a command failed, for programs (RFC 2449 §8, RFC 3206). */
enum ResponseCode {
  NONE(""),
  SYS_TEMP("[SYS/TEMP] "),
  SYS_PERM("[SYS/PERM] "),
  AUTH("[AUTH] ");

  private final String prefix;

  ResponseCode(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }
}
