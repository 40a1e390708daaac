package org.sealpost.server.doctor;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * What kind of card an answer to reset (ISO/IEC 7816-3 §8) comes from: the citizen digital
 * certificate's generations are known.
 */
final class CardName {
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ").withUpperCase();

  /** To the key of the bundle that names it. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "3B B8 13 00 81 31 FA 52 43 48 54 4D 4F 49 43 41 A5", "card.chtmoica",
          "3B D8 96 00 81 B1 FE 45 1F 07 43 48 54 47 50 4B 49 4A DD", "card.chtgpki",
          "3B 8B 80 01 00 31 C1 64 08 40 21 30 00 90 00 57", "card.3b8b80");

  private CardName() {}

  /** Its name for users; empty for a card that is not known. */
  static Optional<Phrase> of(byte[] atr) {
    return Optional.ofNullable(KNOWN.get(written(atr))).map(key -> Doctor.WORDS.phrase(key));
  }

  /** In the usual form: octets in hexadecimal with blanks between them. */
  static String written(byte[] atr) {
    return SPACED.formatHex(atr);
  }
}
