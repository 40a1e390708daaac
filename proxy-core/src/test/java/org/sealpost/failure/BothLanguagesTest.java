package org.sealpost.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealpost.failure.Bundles.Bundle;

/** Every text of every module, by its sources. */
class BothLanguagesTest {
  /** In one language only, and why. */
  private static final Map<String, String> ALONE =
      Map.of("proxy-core/org/sealpost/introduction below", "says that Chinese follows the English");

  /** Without a Chinese character in Chinese. */
  private static final Pattern NOT_TRANSLATED =
      Pattern.compile(
          "greeting" // said before a client can choose a language
              + "|.*label\\.message-id|heading\\.message-id" // a field's name
              + "|prompt\\.title" // our own
              + "|tls\\.(?:implicit|starttls)|trust\\.pinned\\..*" // names
              + "|lang" // a tag of a language
              + "|usage\\..*Heading|show\\.label\\.sha-.*"
              + "|.*\\.footer\\.[0-9]" // examples of commands
              + "|pinned\\..*" // names of authorities
              + "|finding\\.check\\.(pop3|smtp)"); // protocols

  /** Read by the library for the command line, which replaces nothing in them. */
  private static final Pattern USAGE =
      Pattern.compile("sealpost\\..*|help|json(-[a-z]+)?|usage\\.[A-Za-z]+(Heading|List\\.\\d)");

  /** Keys that the code puts together of more than a literal's beginning. */
  private static final Map<String, Pattern> COMPUTED =
      Map.of(
          "proxy-core/org/sealpost/keys",
          Pattern.compile("[A-Z_]+"), // CardError's names
          "proxy-server/org/sealpost/server/cli",
          USAGE);

  private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)");
  private static final Pattern SHOWN = Pattern.compile("\\{(\\d+)(?!,choice)[,}]");
  private static final Pattern QUOTED = Pattern.compile("''|'[{}#|<]+'");

  /** Words of mainland China for what Taiwan calls otherwise. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          "證書|服務器|軟件|郵箱|網絡|默認|信息|文件夾|登錄|賬號|賬戶|數字簽名|電子簽名|吊銷|密鑰|發件人|發件者|收件箱|打開|運行|端口|支持|程序|保存到|創建|當前");

  /** Other names of what has one name here: 印記詞, 憑證簿, 收件者, 寄件者, 讀卡機, 卡片代理程式 and so on. */
  private static final Pattern SYNONYM =
      Pattern.compile(
          "封印|印記(?!詞)|通訊[簿錄]|憑證[冊庫]|[收寄]件人|[收寄]信人|讀卡器|智能卡|卡代理|郵件[程軟][式體]|郵件客戶端|簽名|公鑰憑證|[廢撤][止銷]清單|撤銷清冊|信任錨");

  private static final Pattern CALL =
      Pattern.compile(
          "(?:WORDS|words|Words\\s*\\.beside\\([A-Za-z]+\\.class\\))\\s*\\.(?:text|phrase)\\(\\s*\"([^\"]+)\"\\s*[,)]");

  static List<Bundle> bundles() {
    return Bundles.all();
  }

  static List<Bundle> translated() {
    return Bundles.all().stream().filter(bundle -> !bundle.chinese().isEmpty()).toList();
  }

  @Test
  void theBundlesOfAllModulesAreFound() {
    assertThat(bundles())
        .map(Bundle::toString)
        .contains(
            "card-agent/org/sealpost/card/agent",
            "proxy-core/org/sealpost/policy",
            "proxy-server/org/sealpost/server/smtp");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyTextIsThereInBothLanguages(Bundle bundle) {
    Set<String> english = bundle.english().keySet();
    Set<String> chinese = bundle.chinese().keySet();
    assertThat(english).as("lack Chinese").filteredOn(key -> !chinese.contains(key)).isEmpty();
    assertThat(chinese)
        .as("lack English")
        .filteredOn(key -> !english.contains(key) && !ALONE.containsKey(bundle + " " + key))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyTextCanBePutInWords(Bundle bundle) {
    for (Map<String, String> texts : List.of(bundle.english(), bundle.chinese())) {
      texts.forEach(
          (key, text) -> {
            assertThat(text).as(key).isNotBlank();
            if (USAGE.matcher(key).matches()) {
              return;
            }
            assertThat(new MessageFormat(text, Locale.ROOT)).as(key).isNotNull();
            assertThat(QUOTED.matcher(text).replaceAll(""))
                .as("an apostrophe is written twice, or what follows is not replaced: " + key)
                .doesNotContain("'");
          });
    }
  }

  /** A plural that Chinese does not have may be left out. */
  @ParameterizedTest
  @MethodSource("translated")
  void bothLanguagesTellTheSame(Bundle bundle) {
    Map<String, String> chinese = bundle.chinese();
    bundle
        .english()
        .forEach(
            (key, english) -> {
              String told = chinese.getOrDefault(key, english);
              assertThat(arguments(ARGUMENT, told))
                  .as(key)
                  .isSubsetOf(arguments(ARGUMENT, english))
                  .containsAll(arguments(SHOWN, outsideOfChoices(english)));
            });
  }

  @ParameterizedTest
  @MethodSource("translated")
  void chineseIsWrittenAsInTaiwan(Bundle bundle) {
    CharsetEncoder taiwan = Charset.forName("Big5").newEncoder();
    bundle
        .chinese()
        .forEach(
            (key, text) -> {
              List<String> han =
                  text.codePoints()
                      .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                      .mapToObj(Character::toString)
                      .toList();
              boolean hasWords = text.replaceAll("\\{[^}]*}", "").matches("(?s).*\\p{L}.*");
              if (hasWords && !NOT_TRANSLATED.matcher(key).matches()) {
                assertThat(han).as("Chinese characters of " + key).isNotEmpty();
              }
              assertThat(han).as(key).allMatch(taiwan::canEncode);
              assertThat(SYNONYM.matcher(text).results().map(it -> it.group())).as(key).isEmpty();
              assertThat(FOREIGN.matcher(text).results().map(it -> it.group())).as(key).isEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyTextIsUsed(Bundle bundle) {
    Set<String> literals = bundle.literals();
    Set<String> unused = new TreeSet<>(bundle.english().keySet());
    unused.removeAll(literals);
    unused.removeIf(key -> literals.stream().anyMatch(it -> isPartOf(key, it)));
    Pattern computed = COMPUTED.getOrDefault(bundle.toString(), Pattern.compile("(?!)"));
    unused.removeIf(key -> computed.matcher(key).matches());
    assertThat(unused).isEmpty();
  }

  /** Whether the code may put the key together with it: "by." + name, or name + ".mend". */
  private static boolean isPartOf(String key, String literal) {
    return literal.length() > 2
        && ((literal.matches(".*[.-]") && key.startsWith(literal))
            || (literal.startsWith(".") && key.endsWith(literal)));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyTextThatIsAskedForIsThere(Bundle bundle) {
    Set<String> asked = bundle.found(CALL);
    asked.removeIf(key -> key.endsWith(".") || key.endsWith("-"));
    assertThat(bundle.english().keySet()).containsAll(asked);
  }

  private static Set<String> arguments(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }

  /** The text without its plurals, whose alternatives show numbers again. */
  private static String outsideOfChoices(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int choice = text.indexOf(",choice,");
    while (choice >= 0) {
      int open = text.lastIndexOf('{', choice);
      parts.add(text.substring(from, open));
      from = end(text, open);
      choice = text.indexOf(",choice,", from);
    }
    parts.add(text.substring(from));
    return String.join("", parts);
  }

  private static int end(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }
}
