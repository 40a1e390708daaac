package org.sealpost.server.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A command line: a verb in upper case and what follows it. */
final class Command {
  private final String verb;
  private final byte[] argument;

  private Command(String verb, byte[] argument) {
    this.verb = verb;
    this.argument = argument;
  }

  static Command of(byte[] line) {
    int end = 0;
    while (end < line.length && line[end] != ' ') {
      end++;
    }
    String verb = new String(line, 0, end, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    int from = end;
    while (from < line.length && line[from] == ' ') {
      from++;
    }
    int to = line.length;
    while (to > from && line[to - 1] == ' ') {
      to--;
    }
    return new Command(verb, Arrays.copyOfRange(line, from, to));
  }

  String verb() {
    return verb;
  }

  boolean hasArgument() {
    return argument.length > 0;
  }

  /** The argument as text; empty if it is not UTF-8 (RFC 6531 §3.1) or has control characters. */
  Optional<String> argument() {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(argument)).toString();
      return text.chars().anyMatch(c -> c < ' ' || c == 127) ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The argument's own bytes. */
  byte[] secretArgument() {
    return argument;
  }

  /** Overwrites the argument: it may hold a password. */
  void wipe() {
    Arrays.fill(argument, (byte) 0);
  }
}
