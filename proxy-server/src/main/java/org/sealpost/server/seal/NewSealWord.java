package org.sealpost.server.seal;

import java.security.SecureRandom;
import java.util.Locale;
import org.sealpost.failure.Phrase;
import org.sealpost.mark.SealWord;

/**
 * Makes seal words that are easy to know again and not to be guessed: five of 128 Chinese
 * characters (34 bits), or ten letters that can be spoken (30 bits).
 */
final class NewSealWord {
  static final String CHARACTERS =
      "松柏竹梅蘭菊荷桂楓柳杏桃李梨棗槐榕樟楠杉桐茶稻麥豆瓜薑蓮藤苔"
          + "山川江河湖海溪泉潭島嶼峰谷原野林森沙石岩礁港灣橋塔亭樓閣院巷"
          + "日月星雲雨雪霜露虹霞風雷春夏秋冬晨曦暮夜晴朗煙波"
          + "龍鳳鶴雁鷹燕雀鷺鹿馬牛羊虎豹熊狐兔魚鯨鯉蝶蜂蟬螢龜蛙"
          + "琴棋書畫筆墨紙硯鐘鼓笛簫金銀銅玉珠絲棉麻盤碗壺";

  private static final String CONSONANTS = "bdfgklmnprstvz";
  private static final String VOWELS = "aeiou";
  private static final int CHINESE_LENGTH = 5;
  private static final int SPOKEN_LENGTH = 10;

  private NewSealWord() {}

  static SealWord in(Locale language, SecureRandom random) {
    StringBuilder word = new StringBuilder();
    if (language.equals(Phrase.TAIWAN)) {
      while (word.length() < CHINESE_LENGTH) {
        char next = any(CHARACTERS, random);
        if (word.indexOf(String.valueOf(next)) < 0) {
          word.append(next);
        }
      }
    } else {
      for (int i = 0; i < SPOKEN_LENGTH; i++) {
        word.append(any(i % 2 == 0 ? CONSONANTS : VOWELS, random));
      }
    }
    return new SealWord(word.toString());
  }

  private static char any(String letters, SecureRandom random) {
    return letters.charAt(random.nextInt(letters.length()));
  }
}
