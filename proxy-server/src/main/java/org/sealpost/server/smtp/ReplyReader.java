package org.sealpost.server.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a server's replies (RFC 5321 §4.2.1). Lenient about a bare LF, strict about everything that
 * could make two replies of one or grow without end.
 */
final class ReplyReader {
  private static final int MAX_LINE = 8192;
  private static final int MAX_LINES = 500;

  private final WireInput in;

  ReplyReader(WireInput in) {
    this.in = in;
  }

  /**
   * The next reply.
   *
   * @throws EOFException if the server has closed the connection
   * @throws ProtocolException if what it says is no reply
   */
  SmtpReply read() throws IOException {
    List<String> lines = new ArrayList<>();
    String line = line();
    int code = codeOf(line);
    while (line.length() > 3 && line.charAt(3) == '-') {
      lines.add(line.substring(4));
      if (lines.size() >= MAX_LINES) {
        throw new ProtocolException("a reply without end");
      }
      line = line();
      if (codeOf(line) != code) {
        throw new ProtocolException("a reply with two codes: " + code + " and " + line);
      }
    }
    lines.add(line.length() > 4 ? line.substring(4) : "");
    return new SmtpReply(code, lines);
  }

  private static int codeOf(String line) throws IOException {
    boolean wellFormed =
        line.length() >= 3
            && line.charAt(0) >= '2'
            && line.charAt(0) <= '5'
            && Character.isDigit(line.charAt(1))
            && Character.isDigit(line.charAt(2))
            && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    if (!wellFormed) {
      throw new ProtocolException(
          "not an SMTP reply: " + line.substring(0, Math.min(100, line.length())));
    }
    return Integer.parseInt(line, 0, 3, 10);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (!in.has(1)) {
        throw new EOFException("the server closed the connection");
      }
      int start = in.position();
      int at = start;
      while (at < in.limit() && in.buffer()[at] != '\n') {
        at++;
      }
      line.append(new String(in.buffer(), start, at - start, StandardCharsets.ISO_8859_1));
      if (line.length() > MAX_LINE) {
        throw new ProtocolException("a reply line without end");
      }
      if (at < in.limit()) {
        in.readUpTo(at + 1);
        return withoutControls(line);
      }
      in.readUpTo(at);
    }
  }

  private static String withoutControls(StringBuilder line) {
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) < ' ' || line.charAt(i) == 127) {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }
}
