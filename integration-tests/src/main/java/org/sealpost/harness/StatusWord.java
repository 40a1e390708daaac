package org.sealpost.harness;

/** Status words that the card answers (ISO/IEC 7816-4, section 5.6; SP 800-73-4, part 2). */
final class StatusWord {
  static final int SUCCESS = 0x9000;
  static final int BYTES_REMAINING = 0x6100;
  static final int TRIES_REMAINING = 0x63C0;
  static final int SECURITY_STATUS_NOT_SATISFIED = 0x6982;
  static final int AUTHENTICATION_BLOCKED = 0x6983;
  static final int INCORRECT_DATA = 0x6A80;
  static final int FILE_NOT_FOUND = 0x6A82;
  static final int INCORRECT_PARAMETERS = 0x6A86;
  static final int REFERENCE_NOT_FOUND = 0x6A88;
  static final int INSTRUCTION_NOT_SUPPORTED = 0x6D00;
  static final int CLASS_NOT_SUPPORTED = 0x6E00;

  private StatusWord() {}
}
