package org.sealpost.server.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.sealpost.failure.Failure;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Words;
import org.sealpost.server.net.Connection;
import org.sealpost.server.net.TlsServer;
import org.sealpost.server.session.IdleSessions;
import org.sealpost.server.session.LoginDeadline;

/**
 * The mail client's side of a session: its commands, our replies. Replies are gathered and sent
 * before we wait for anyone, so that pipelined commands (RFC 2449 §6.6) get theirs together. For
 * one thread.
 */
final class Pop3Client {
  /** RFC 2449 §4 asks for 255; passwords may be longer. */
  private static final int LONGEST_COMMAND = 512;

  /** Access tokens are long (RFC 4954 §4). */
  private static final int LONGEST_AUTH = 16 * 1024;

  /** RFC 1939 §3, CRLF included. */
  private static final int LONGEST_REPLY = 512;

  private final Connection connection;
  private final OutputStream out;
  private final WireInput in;
  private final IdleSessions idle;
  private boolean inMultiLine;
  private int errors;
  private final Pop3Limits limits;

  /** English, which is ASCII, until the client says that it reads UTF-8. */
  private Locale language = Locale.ENGLISH;

  private boolean languageChosen;

  /** There until the login. */
  private Optional<LoginDeadline> deadline;

  Pop3Client(Connection connection, IdleSessions idle, Pop3Limits limits, LongSupplier nanoTime) {
    this.connection = connection;
    this.out = connection.out();
    this.in = new WireInput(connection.in(), this::beforeWaiting);
    this.idle = idle;
    this.limits = limits;
    this.deadline = Optional.of(new LoginDeadline(limits.loginLine(), limits.login(), nanoTime));
  }

  /** The client has time from now on, as RFC 1939 §3 has it. */
  void loggedIn() {
    deadline = Optional.empty();
    connection.readTimeout(limits.clientIdle());
  }

  private void beforeWaiting() throws IOException {
    flush();
    if (deadline.isPresent()) {
      connection.readTimeout(deadline.get().left());
    }
  }

  /** The next command; an {@link EOFException} where the client left. */
  Command command() throws IOException {
    return Command.parse(line(LONGEST_COMMAND));
  }

  /** The next command before the login, where AUTH may carry a token. */
  Command commandOrAuth() throws IOException {
    String line = line(LONGEST_AUTH);
    Command command = Command.parse(line);
    if (line.length() + 2 > LONGEST_COMMAND && !command.verb().equals("AUTH")) {
      throw new FramingException(FramingException.Fault.TOO_LONG);
    }
    return command;
  }

  /** A line of an authentication (RFC 5034 §4). */
  String authenticationLine() throws IOException {
    return line(LONGEST_AUTH);
  }

  private String line(int longest) throws IOException {
    if (deadline.isPresent()) {
      deadline.get().beginLine();
      // One who always has the next line ready never has us wait.
      connection.readTimeout(deadline.get().left());
    }
    return idle.await(() -> in.line(longest)).orElseThrow(EOFException::new);
  }

  /** Says what is for programs. */
  void ok(String text) throws IOException {
    writeLine("+OK " + AsciiText.of(text));
  }

  void ok(Phrase words) throws IOException {
    ok("", words);
  }

  /** As {@link #ok(Phrase)}, with something for programs before the words. */
  void ok(String start, Phrase words) throws IOException {
    writeLine(line("+OK " + start, words));
  }

  void error(ResponseCode code, Phrase words) throws IOException {
    errors++;
    writeLine(line("-ERR " + code.prefix(), words));
  }

  /** One line in the client's language, as octets, with as much of the words as there is room. */
  private String line(String start, Phrase words) {
    String text =
        language.equals(Locale.ENGLISH)
            ? Words.ascii(words.english())
            : Words.line(words.in(language));
    StringBuilder line = new StringBuilder(start);
    for (int c : text.codePoints().toArray()) {
      byte[] octets = Character.toString(c).getBytes(StandardCharsets.UTF_8);
      if (line.length() + octets.length > LONGEST_REPLY - 2) {
        break;
      }
      line.append(new String(octets, StandardCharsets.ISO_8859_1));
    }
    return line.toString();
  }

  /** The client reads UTF-8 (RFC 6856 §2), and is told in this language unless it chose one. */
  void speaksUtf8(Locale preferred) {
    if (!languageChosen) {
      language = preferred;
    }
  }

  /** The client chose this language, and with it UTF-8 (RFC 6856 §3). */
  void speak(Locale chosen) {
    languageChosen = true;
    language = chosen;
  }

  /** How often the client was told of an error that the real server knows nothing of. */
  int errors() {
    return errors;
  }

  void error(Failure failure) throws IOException {
    error(failure.temporary() ? ResponseCode.SYS_TEMP : ResponseCode.SYS_PERM, failure.words());
  }

  /** Passes a reply of the real server on as it is. */
  void relay(Reply reply) throws IOException {
    writeLine(reply.line());
  }

  /** Asks for the next step of an authentication. */
  void challenge(String base64) throws IOException {
    writeLine("+ " + base64);
  }

  /**
   * Says lines that are for programs.
   *
   * @param lines as octets
   */
  void lines(Phrase words, List<String> lines) throws IOException {
    MultiLineOutput response = beginMultiLine(words);
    for (String line : lines) {
      response.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
    endMultiLine(response);
  }

  /** Begins a multi-line response; until its end no other reply can be given. */
  MultiLineOutput beginMultiLine(String statusLine) throws IOException {
    inMultiLine = true;
    writeLine(statusLine);
    return new MultiLineOutput(out);
  }

  /** As {@link #beginMultiLine(String)}, in words of ours. */
  MultiLineOutput beginMultiLine(Phrase words) throws IOException {
    return beginMultiLine(line("+OK ", words));
  }

  void endMultiLine(MultiLineOutput response) throws IOException {
    response.end();
    inMultiLine = false;
  }

  /** Whether the client waits for the rest of a response, so that an error cannot be told. */
  boolean inMultiLine() {
    return inMultiLine;
  }

  private void writeLine(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  void flush() throws IOException {
    out.flush();
  }

  boolean isSecure() {
    return connection.isSecure();
  }

  /**
   * Answers STLS and turns TLS on. What the client sent behind its command in the clear is thrown
   * away, and so is the language that was chosen: it may be an attacker's (RFC 2595 §4).
   */
  void startTls(TlsServer tls, Phrase go) throws IOException {
    flush();
    ok(go);
    language = Locale.ENGLISH;
    languageChosen = false;
    in.discard();
    connection.startTls(tls);
  }

  /** Drops the client: what it has of a response must not look whole. */
  void abort() {
    connection.abort();
  }
}
