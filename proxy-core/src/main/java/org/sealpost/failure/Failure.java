package org.sealpost.failure;

import java.util.regex.Pattern;

/**
 * The one type of everything that stops a mail: an SMTP reply code, an enhanced status code (RFC
 * 3463), a text that is safe for the client, and a private cause for the log. POP3 says the same as
 * {@code -ERR} with {@code [SYS/TEMP]} or {@code [SYS/PERM]} (RFC 3206).
 */
public class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern ENHANCED_CODE = Pattern.compile("[45]\\.\\d{1,3}\\.\\d{1,3}");

  private final int replyCode;
  private final String enhancedCode;

  /** One that knows more than its words; the parameters are those of {@link #of}. */
  protected Failure(int replyCode, String enhancedCode, String text) {
    this(replyCode, enhancedCode, text, null);
  }

  private Failure(int replyCode, String enhancedCode, String text, Throwable cause) {
    super(Words.ascii(text), cause);
    if (replyCode < 400 || replyCode > 599) {
      throw new IllegalArgumentException("not a failure: " + replyCode);
    }
    if (!ENHANCED_CODE.matcher(enhancedCode).matches()
        || enhancedCode.charAt(0) != (char) ('0' + replyCode / 100)) {
      throw new IllegalArgumentException(replyCode + " and " + enhancedCode + " disagree");
    }
    this.replyCode = replyCode;
    this.enhancedCode = enhancedCode;
  }

  /**
   * A failure with its code.
   *
   * @param replyCode 400 to 599
   * @param enhancedCode class, subject and detail, as in {@code 5.7.1}; its class is the reply
   *     code's
   * @param text what happened, why and what to do; made one line of ASCII ({@link Words#ascii})
   */
  public static Failure of(int replyCode, String enhancedCode, String text) {
    return of(replyCode, enhancedCode, text, null);
  }

  /** As {@link #of(int, String, String)}, with the cause for the log. */
  public static Failure of(int replyCode, String enhancedCode, String text, Throwable cause) {
    return new Failure(replyCode, enhancedCode, text, cause);
  }

  public int replyCode() {
    return replyCode;
  }

  public String enhancedCode() {
    return enhancedCode;
  }

  /** Safe for the client: one line of printable ASCII. */
  public String text() {
    return getMessage();
  }

  /** Whether the same mail may pass later without being changed. */
  public boolean temporary() {
    return replyCode < 500;
  }
}
