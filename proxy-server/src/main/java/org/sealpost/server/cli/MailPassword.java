package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.failure.Telling;
import org.sealpost.password.PasswordFile;
import org.sealpost.trust.PlainText;

/** An account's mail password while it is used, in UTF-8; wiped when closed. Not thread-safe. */
final class MailPassword implements AutoCloseable {
  /** Octets of UTF-8 for one {@code char}. */
  private static final int LONGEST_CHARACTER = 3;

  private static final Path STANDARD_INPUT = Path.of("-");

  private final byte[] bytes;

  private MailPassword(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The first line of a file that no other user can read, or of the standard input where the file
   * is {@code -}.
   */
  static MailPassword read(Path file) throws CommandFailed {
    try {
      return new MailPassword(
          file.equals(STANDARD_INPUT)
              ? PasswordFile.firstLine(System.in, "-")
              : PasswordFile.read(file));
    } catch (IOException e) {
      Phrase why = Telling.of(e);
      throw new CommandFailed(
          "password.unusable",
          new Phrase.Told(PlainText.of(why.english()), PlainText.of(why.in(Phrase.TAIWAN))));
    }
  }

  /** Asks the one who sits at the terminal, without echo. */
  static MailPassword ask(Screen screen, String account) throws CommandFailed {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw new CommandFailed("password.no-terminal", account);
    }
    Optional<char[]> typed =
        Optional.ofNullable(console.get().readPassword("%s", screen.text("password.ask", account)));
    if (typed.isEmpty()) {
      throw new CommandFailed("password.no-terminal", account);
    }
    char[] secret = typed.get();
    byte[] space = new byte[Math.multiplyExact(secret.length, LONGEST_CHARACTER)];
    try {
      ByteBuffer encoded = ByteBuffer.wrap(space);
      UTF_8.newEncoder().encode(CharBuffer.wrap(secret), encoded, true);
      return new MailPassword(Arrays.copyOf(space, encoded.position()));
    } finally {
      Arrays.fill(secret, '\0');
      Arrays.fill(space, (byte) 0);
    }
  }

  /** The password itself, not a copy. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }
}
