package org.sealpost.server.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealpost.failure.Failure;

/**
 * A reply (RFC 5321 §4.2).
 *
 * @param code three digits
 * @param lines the texts behind the code, at least one, one byte a character
 */
record SmtpReply(int code, List<String> lines) {
  /** What fits in a reply line of 512 octets (RFC 5321 §4.5.3.1.5) with room to spare. */
  private static final int WIDTH = 400;

  /** RFC 3463 §2. */
  private static final Pattern ENHANCED = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3} ");

  SmtpReply {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has a line");
    }
  }

  /** A reply with a text of one line and no enhanced code. */
  static SmtpReply of(int code, String text) {
    return new SmtpReply(code, List.of(text));
  }

  /** A reply of ours; a long text is broken into lines. */
  static SmtpReply of(int code, String enhanced, String text) {
    List<String> lines = new ArrayList<>();
    String rest = ascii(text);
    while (rest.length() > WIDTH) {
      int space = rest.lastIndexOf(' ', WIDTH);
      int end = space > 0 ? space : WIDTH;
      lines.add(enhanced + " " + rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(enhanced + " " + rest);
    return new SmtpReply(code, lines);
  }

  static SmtpReply of(Failure failure) {
    return of(failure.replyCode(), failure.enhancedCode(), failure.text());
  }

  /** Replies are ASCII on one line, whatever a file name or a server brought into the text. */
  private static String ascii(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\r' || c == '\n' || c == '\t') {
                ascii.append(' ');
              } else {
                ascii.append(c >= ' ' && c < 127 ? (char) c : '?');
              }
            });
    return ascii.toString().strip();
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
    return Stream.concat(
            lines.stream().limit(1),
            lines.stream()
                .skip(1)
                .map(line -> line.startsWith(repeated) ? line.substring(repeated.length()) : line))
        .collect(Collectors.joining(" "));
  }

  /** The code and the texts on one line, for logs and for quoting to users. */
  String quoted() {
    return code + " " + text();
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
