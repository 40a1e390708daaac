package org.sealpost.server.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.sealpost.password.PasswordFile;

/** The passphrase of a backup while it is used; wiped when closed. Not thread-safe. */
final class Passphrase implements AutoCloseable {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final char[] secret;

  private Passphrase(char[] secret) {
    this.secret = secret;
  }

  /**
   * The first line of a file that no other user can read, or of the standard input where the file
   * is {@code -}.
   *
   * @throws IOException in words, if there is none
   */
  static Passphrase read(Path file) throws IOException {
    byte[] line =
        file.equals(STANDARD_INPUT)
            ? PasswordFile.firstLine(System.in, "-")
            : PasswordFile.read(file);
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line));
    char[] secret = new char[decoded.remaining()];
    decoded.get(secret);
    Arrays.fill(decoded.array(), '\0');
    Arrays.fill(line, (byte) 0);
    return new Passphrase(secret);
  }

  /** Asks the one who sits at the terminal, without echo. */
  static Passphrase ask(Screen screen, boolean again) throws CommandFailed {
    char[] first = typed(screen, "passphrase.ask");
    if (again) {
      char[] second = typed(screen, "passphrase.again");
      boolean same = Arrays.equals(first, second);
      Arrays.fill(second, '\0');
      if (!same) {
        Arrays.fill(first, '\0');
        throw new CommandFailed("passphrase.differs");
      }
    }
    return new Passphrase(first);
  }

  private static char[] typed(Screen screen, String prompt) throws CommandFailed {
    Optional<char[]> typed =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .flatMap(it -> Optional.ofNullable(it.readPassword("%s", screen.text(prompt))));
    return typed
        .filter(secret -> secret.length > 0)
        .orElseThrow(() -> new CommandFailed("passphrase.none"));
  }

  /** The passphrase itself, not a copy. */
  char[] secret() {
    return secret;
  }

  @Override
  public void close() {
    Arrays.fill(secret, '\0');
  }
}
