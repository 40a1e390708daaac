package org.sealpost.server.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.sealpost.trust.PlainText;

/**
 * What can be in a backup, and where it goes. Any other name is refused, so that no archive,
 * however it came about, names a place outside.
 */
final class Places {
  static final String STORE = "state/sealpost.db";
  static final String SEAL_WORD = "state/seal-word";
  static final String TLS = "state/tls/localhost-tls/";
  static final String CARDS = "state/cards/";
  static final String CONFIGURATION = "configuration/";
  static final String CARD_FILES = "card-files/";

  /** The folder in the state with what belongs elsewhere: the user decides where. */
  static final String BESIDE = "restored";

  private static final String STATE = "state/";
  private static final int LONGEST_NAME = 60;

  private record Kind(Pattern name, long mostBytes) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(Pattern.compile(STORE), 8L << 30),
          new Kind(Pattern.compile(SEAL_WORD), 100),
          new Kind(Pattern.compile(TLS + "(key|certificate)\\.pem"), 64 << 10),
          new Kind(Pattern.compile(CARDS + "[0-9a-f]{32}\\.(card|properties)"), 1 << 20),
          new Kind(
              Pattern.compile(
                  "(" + CONFIGURATION + "|" + CARD_FILES + ")[0-9]{1,4}-[A-Za-z0-9_.-]{1,60}"),
              16 << 20));

  private Places() {}

  /** How long an entry of this name may be; negative if there is none of this name. */
  static long mostBytes(String name) {
    return KINDS.stream()
        .filter(kind -> kind.name().matcher(name).matches())
        .mapToLong(Kind::mostBytes)
        .findFirst()
        .orElse(-1);
  }

  /** Where an entry goes in the state; the name must be one that {@link #mostBytes} knows. */
  static Path in(Path state, String name) {
    return name.startsWith(STATE)
        ? state.resolve(name.substring(STATE.length()))
        : state.resolve(BESIDE).resolve(name);
  }

  /** The name for a file from elsewhere: its own, with a number, since two can have the same. */
  static String of(String folder, int number, Path file) {
    String name = file.getFileName().toString().replaceAll("[^A-Za-z0-9_.-]", "_");
    String end = name.substring(Math.max(0, name.length() - LONGEST_NAME));
    return folder + number + "-" + end;
  }

  /** A name from an archive, safe to show. */
  static String shown(String name) {
    return PlainText.of(name.substring(0, Math.min(name.length(), 100)));
  }
}
