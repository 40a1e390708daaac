package org.sealpost.card.agent;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A PIN on its way from the prompt to the token; wiped when closed. */
final class Pin implements AutoCloseable {
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

  /** The characters themselves, not a copy. */
  char[] characters() {
    return characters;
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
