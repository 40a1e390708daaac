package org.sealpost.failure;

import java.util.regex.Pattern;

/**
 * The one type of everything that stops a mail: an SMTP reply code, an enhanced status code (RFC
 * 3463), words that are safe for the client in both languages, and a private cause for the log.
 * POP3 says the same as {@code -ERR} with {@code [SYS/TEMP]} or {@code [SYS/PERM]} (RFC 3206).
 */
public class Failure extends Exception implements Telling {
  private static final long serialVersionUID = 1L;

  private static final Pattern ENHANCED_CODE = Pattern.compile("[45]\\.\\d{1,3}\\.\\d{1,3}");

  private final int replyCode;
  private final String enhancedCode;
  // Words are made when they are told; what is serialised has the English message.
  private final transient Phrase words;

  /** One that knows more than its words; the parameters are those of {@link #of}. */
  protected Failure(int replyCode, String enhancedCode, Phrase words) {
    this(replyCode, enhancedCode, words, null);
  }

  private Failure(int replyCode, String enhancedCode, Phrase words, Throwable cause) {
    super(Words.ascii(words.english()), cause);
    if (replyCode < 400 || replyCode > 599) {
      throw new IllegalArgumentException("not a failure: " + replyCode);
    }
    if (!ENHANCED_CODE.matcher(enhancedCode).matches()
        || enhancedCode.charAt(0) != (char) ('0' + replyCode / 100)) {
      throw new IllegalArgumentException(replyCode + " and " + enhancedCode + " disagree");
    }
    this.replyCode = replyCode;
    this.enhancedCode = enhancedCode;
    this.words = words;
  }

  /**
   * A failure with its code.
   *
   * @param replyCode 400 to 599
   * @param enhancedCode class, subject and detail, as in {@code 5.7.1}; its class is the reply
   *     code's
   * @param words what happened, why and what to do
   */
  public static Failure of(int replyCode, String enhancedCode, Phrase words) {
    return of(replyCode, enhancedCode, words, null);
  }

  /** As {@link #of(int, String, Phrase)}, with the cause for the log. */
  public static Failure of(int replyCode, String enhancedCode, Phrase words, Throwable cause) {
    return new Failure(replyCode, enhancedCode, words, cause);
  }

  /** A failure in words that are the same in all languages. */
  public static Failure of(int replyCode, String enhancedCode, String text) {
    return of(replyCode, enhancedCode, Phrase.verbatim(text));
  }

  /** As {@link #of(int, String, String)}, with the cause for the log. */
  public static Failure of(int replyCode, String enhancedCode, String text, Throwable cause) {
    return of(replyCode, enhancedCode, Phrase.verbatim(text), cause);
  }

  public int replyCode() {
    return replyCode;
  }

  public String enhancedCode() {
    return enhancedCode;
  }

  /** What happened, why and what to do; not yet one line ({@link Words#line}). */
  @Override
  public Phrase words() {
    return words;
  }

  /** In English and safe for every client: one line of printable ASCII ({@link Words#ascii}). */
  public String text() {
    return getMessage();
  }

  /** Whether the same mail may pass later without being changed. */
  public boolean temporary() {
    return replyCode < 500;
  }
}
