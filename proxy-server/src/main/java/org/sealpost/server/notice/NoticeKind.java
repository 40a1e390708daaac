package org.sealpost.server.notice;

/** Of what a desktop notice tells. */
public enum NoticeKind {
  REFUSED(Urgency.CRITICAL),
  INVALID_SIGNATURE(Urgency.CRITICAL),
  CARD_NEEDED(Urgency.NORMAL),
  EXPIRING(Urgency.NORMAL),
  CHANGED_CERTIFICATE(Urgency.NORMAL);

  private final Urgency urgency;

  NoticeKind(Urgency urgency) {
    this.urgency = urgency;
  }

  Urgency urgency() {
    return urgency;
  }

  /** One that is critical stays until the user has seen it. */
  enum Urgency {
    NORMAL(1),
    CRITICAL(2);

    private final byte code;

    Urgency(int code) {
      this.code = (byte) code;
    }

    /** As the specification numbers them. */
    byte code() {
      return code;
    }
  }
}
