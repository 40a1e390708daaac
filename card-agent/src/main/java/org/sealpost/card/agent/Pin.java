package org.sealpost.card.agent;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A PIN on its way from the prompt to the token; wiped when closed. */
final class Pin implements AutoCloseable {
  private static final int MAX_OCTETS_OF_A_CHARACTER = 3;

  private final char[] characters;

  private Pin(char[] characters) {
    this.characters = characters;
  }

  /** Decodes UTF-8; the octets remain the caller's to wipe. */
  static Pin ofUtf8(byte[] octets, int length) {
    CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets, 0, length));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters);
    Arrays.fill(decoded.array(), '\0');
    return new Pin(characters);
  }

  /** Takes the characters over: they are wiped with the PIN. */
  static Pin of(char[] characters) {
    return new Pin(characters);
  }

  /** The characters themselves, not a copy. */
  char[] characters() {
    return characters;
  }

  /** In UTF-8; the caller's to wipe. */
  byte[] utf8() {
    // As large as it can become: a buffer that grows would leave a copy behind.
    byte[] space = new byte[characters.length * MAX_OCTETS_OF_A_CHARACTER];
    ByteBuffer octets = ByteBuffer.wrap(space);
    var _ =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .encode(CharBuffer.wrap(characters), octets, true);
    byte[] exact = Arrays.copyOf(space, octets.position());
    Arrays.fill(space, (byte) 0);
    return exact;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  /** Without the PIN, so that it cannot reach a log. */
  @Override
  public String toString() {
    return "Pin";
  }
}
