package org.sealpost.server.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;

/**
 * A reply (RFC 5321 §4.2).
 *
 * @param code three digits
 * @param lines the texts behind the code, at least one, one octet a character
 * @param own where it is our own: what the lines say, which may be said in another language
 */
record SmtpReply(int code, List<String> lines, Optional<Own> own) {
  /** RFC 3463 §2. */
  private static final Pattern ENHANCED = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3} ");

  /**
   * Words of ours.
   *
   * @param start the enhanced code and a blank, or nothing
   */
  record Own(String start, Phrase words) {}

  SmtpReply {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has a line");
    }
  }

  /** One of a server, or one that is for programs. */
  SmtpReply(int code, List<String> lines) {
    this(code, lines, Optional.empty());
  }

  /** A reply with a text of one line and no enhanced code. */
  static SmtpReply of(int code, String text) {
    return new SmtpReply(code, List.of(text));
  }

  /** A reply of ours without an enhanced code. */
  static SmtpReply of(int code, Phrase words) {
    return of(code, new Own("", words));
  }

  /** A reply of ours in ASCII English; a long text is broken into lines. */
  static SmtpReply of(int code, String enhanced, Phrase words) {
    return of(code, new Own(enhanced + " ", words));
  }

  private static SmtpReply of(int code, Own own) {
    String text = Words.ascii(own.words().english());
    return new SmtpReply(code, ReplyText.lines(own.start(), text), Optional.of(own));
  }

  static SmtpReply of(Failure failure) {
    return of(failure.replyCode(), failure.enhancedCode(), failure.words());
  }

  /**
   * The same for a client that reads UTF-8 (RFC 6531 §3.7.4.2). English stays ASCII, and what a
   * server said stays as it is.
   */
  SmtpReply in(Locale language) {
    if (own.isEmpty() || language.equals(Locale.ENGLISH)) {
      return this;
    }
    return new SmtpReply(
        code, ReplyText.lines(own.get().start(), Words.line(own.get().words().in(language))), own);
  }

  boolean isPositive() {
    return code >= 200 && code < 300;
  }

  /** 354, 334: the other side is to go on. */
  boolean isIntermediate() {
    return code >= 300 && code < 400;
  }

  boolean isPermanentFailure() {
    return code >= 500;
  }

  /** The texts on one line; an enhanced code, which each line has (RFC 2034 §4), is there once. */
  String text() {
    Matcher enhanced = ENHANCED.matcher(lines.getFirst());
    String repeated = enhanced.lookingAt() ? enhanced.group() : "";
    String octets =
        Stream.concat(
                lines.stream().limit(1),
                lines.stream()
                    .skip(1)
                    .map(
                        line ->
                            line.startsWith(repeated) ? line.substring(repeated.length()) : line))
            .collect(Collectors.joining(" "));
    return ReplyText.decoded(octets);
  }

  /** The same in both languages, where it is our own. */
  Phrase.Told told() {
    String english = text();
    return new Phrase.Told(
        english,
        own.map(it -> it.start() + Words.line(it.words().in(Phrase.TAIWAN))).orElse(english));
  }

  /** The code and the texts on one line, for logs and for quoting to users. */
  String quoted() {
    return code + " " + text();
  }

  /** As {@link #quoted}, in both languages. */
  Phrase.Told quotedTold() {
    Phrase.Told told = told();
    return new Phrase.Told(code + " " + told.english(), code + " " + told.chinese());
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      char separator = i == lines.size() - 1 ? ' ' : '-';
      text.append(code).append(separator).append(lines.get(i)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
