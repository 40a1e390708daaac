package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told that has said {@code LANG zh-TW}. */
class Utf8ReplyTest {
  @TempDir static Path folder;

  /** What is read here is octets. */
  private static String answerToUser(String name) throws Exception {
    try (Proxy proxy = new Proxy(folder);
        Peer client = proxy.client();
        Peer upstream = proxy.accept()) {
      upstream.line("+OK ready");
      client.read();
      assertThat(client.ask("LANG zh-TW")).startsWith("+OK zh-TW ");
      String octets = client.ask("USER " + new String(name.getBytes(UTF_8), ISO_8859_1));
      assertThat(octets.length()).isLessThanOrEqualTo(510);
      String told =
          UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1))).toString();
      assertThat(client.ask("STAT")).as("no line is left over").startsWith("-ERR ");
      return told;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"e\u202eve", "e\u2028+OK", "e\u0085+OK", "e\u2066v\u2069e", "e\u001b[2J"})
  void attackANameEndsNoLineAndTurnsNoWriting(String name) throws Exception {
    assertThat(answerToUser(name))
        .startsWith("-ERR [AUTH] Sealpost 沒有登入名稱為 e ")
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void honestNameInChineseIsShown() throws Exception {
    assertThat(answerToUser("小明")).contains("登入名稱為 小明 的帳號");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aLineIsCutBetweenCharacters(int before) throws Exception {
    String told = answerToUser("a".repeat(before) + "明".repeat(130));
    assertThat(told).contains("a".repeat(before) + "明明明").doesNotContain("�");
  }
}
