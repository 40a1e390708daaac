package org.sealpost.mark;

import java.util.HashMap;
import java.util.Map;

/**
 * What a reader takes a character for, in so far as it matters for our marks: characters that look
 * alike become the same. Pure.
 */
final class Glyphs {
  /** A bracket that opens; a round one alone is a smiley as often. */
  static final char OPEN = '\uE000';

  static final char CLOSE = '\uE001';
  static final char OPEN_ROUND = '\uE002';
  static final char CLOSE_ROUND = '\uE003';

  /** Opens or closes. */
  static final char BAR = '\uE004';

  /** Anything that is neither letter, digit nor one of ours. */
  static final char FILLER = ' ';

  /** The sign of an encryption, which goes with one of the others in one mark. */
  static final char LOCK = '\uE005';

  /** Any other sign of ours. */
  static final char SIGN = '\uE006';

  private static final Map<Integer, Character> MAP = new HashMap<>();

  static {
    signs(MarkState.VALID, "✔✓☑✅√🗸🗹⍻𐄂⩗🆗");
    signs(MarkState.TRUSTED_BY_YOU, "★☆✭✰⭐🌟✮✯✬⋆⚝🟊✪✡✦");
    signs(MarkState.UNCHECKED, "◐◑◒◓◔◕❔❓🌓🌗");
    signs(MarkState.NOT_THE_SENDER, "⇄⇆↔⟷↹⇋⇌⮂⮀🔀🔁🔄");
    signs(MarkState.UNTRUSTED, "⚠⛛△▲🛆🚸⟁");
    signs(MarkState.INVALID, "⛔🚫🛑☒✘✗✖✕❌❎🗙🗴🞬⊘⦸⊝");
    signs(MarkState.ENCRYPTED, "🔒🔓🔏🔐⛨🛡");
    signs(MarkState.NOT_OPENED, "🔑🗝⚿⚷");
    signs(MarkState.ALTERABLE, "⚡🗲↯☇⭍ϟ🌩");
    all(OPEN, "[⎡⎢⎣┌└┏┗╔╚╭╰⊏⊑⌜⌞⸢⸤⟦「『〖〘〚【〔［⦋⦗⁅\u23B4");
    all(CLOSE, "]⎤⎥⎦┐┘┓┛╗╝╮╯⊐⊒⌝⌟⸣⸥⟧」』〗〙〛】〕］⦌⦘⁆\u23B5");
    all(OPEN_ROUND, "(（❨❪﴾⁽₍⸨⦅｟<‹〈⟨《«≪⟪˂＜");
    all(CLOSE_ROUND, ")）❩❫﴿⁾₎⸩⦆｠>›〉⟩》»≫⟫˃＞");
    all(BAR, "|¦ǀǁ∣∥❘❙❚│┃║｜⎪⎟⎜┆┇┊┋︱︳\u01C2");
    letters("аɑαａꓮᎪ", 'a');
    letters("ЬƄʙвꓐᏼ", 'b');
    letters("сϲⅽᴄꓚᏟ", 'c');
    letters("ԁժⅾᴅɗꓓᎠ", 'd');
    letters("еєεҽᴇ℮з3эꓰᎬ", 'e');
    letters("ƒꞙꓝ", 'f');
    letters("ɡցǥɢԍꓖᏀ", 'g');
    letters("һհнʜꓧᎻ", 'h');
    letters("iіıɩιlӏІ1ɪⅼℓʟǃꓲꓡᏞᎥ", 'l');
    letters("ϳјꓙᎫ", 'j');
    letters("κкҡĸᴋꓗᏦ", 'k');
    letters("мϺᴍꓟᎷ", 'm');
    letters("ոпηɴռꓠ", 'n');
    letters("оοσօ0ο᠐ѳᴏꓳ", 'o');
    letters("рρϸᴘꓑᏢ", 'p');
    letters("ԛգ", 'q');
    letters("ɾгʀᴦꓣᎡᏒ", 'r');
    letters("ѕꜱ5ƽꓢᏚ", 's');
    letters("τтᴛꓔᎢ", 't');
    letters("υսцᴜꓴ", 'u');
    letters("ѵνⅴᴠꓦᏙ", 'v');
    letters("ԝωѡᴡшꓪᎳ", 'w');
    letters("хχⅹꓫ", 'x');
    letters("уγүʏꓬᎩ", 'y');
    letters("ᴢʐꓜᏃ", 'z');
    letters("签簽籤籖鐱", '簽');
    letters("无無旡", '無');
    letters("证證証", '證');
    letters("验驗験", '驗');
    letters("効效", '效');
    letters("査查", '查');
    letters("废廢廃", '廢');
    letters("篡竄", '竄');
    letters("您妳你", '您');
    letters("章璋", '章');
    letters("解觧", '解');
    letters("开開", '開');
    letters("密宻", '密');
    letters("可叮", '可');
  }

  private Glyphs() {}

  private static void signs(MarkState state, String glyphs) {
    all(state == MarkState.ENCRYPTED ? LOCK : SIGN, glyphs + state.sign());
  }

  private static void letters(String glyphs, char letter) {
    all(letter, glyphs);
  }

  private static void all(char to, String glyphs) {
    glyphs.codePoints().map(Character::toLowerCase).forEach(c -> MAP.put(c, to));
  }

  /** Whether a reader sees nothing of it: marks that combine, format and control characters. */
  static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.SURROGATE ->
          c != '\t';
      default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    };
  }

  /** One of the constants here, or a lower-case letter or digit. */
  static char of(int c) {
    int letter = Character.toLowerCase(unboxed(c));
    Character known = MAP.get(letter);
    if (known != null) {
      return known;
    }
    if (Character.isLetterOrDigit(letter)) {
      // Beyond the BMP there is none of ours: one that stands for all of them.
      return letter > Character.MAX_VALUE ? '\uE100' : (char) letter;
    }
    return switch (Character.getType(letter)) {
      case Character.START_PUNCTUATION -> OPEN;
      case Character.END_PUNCTUATION -> CLOSE;
      default -> FILLER;
    };
  }

  /** Letters in black circles and squares, and of flags. */
  private static int unboxed(int c) {
    for (int start : new int[] {0x1F150, 0x1F170, 0x1F1E6}) {
      if (c >= start && c < start + 26) {
        return 'a' + c - start;
      }
    }
    return c;
  }

  static boolean isSign(char glyph) {
    return glyph == LOCK || glyph == SIGN;
  }

  static boolean isLetter(char glyph) {
    return Character.isLetterOrDigit(glyph) || glyph == '\uE100';
  }
}
