package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginNameTest {
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "PLAIN, '\\0ming\\0secret', ming",
    "PLAIN, 'boss\\0ming\\0secret', ming",
    "LOGIN, 'ming', ming",
    "LOGIN, '明', 明",
    "CRAM-MD5, 'ming li b913a602c7eda7a495b4e6e7334d3890', 'ming li'",
    "XOAUTH2, 'user=ming@example.tw\\1auth=Bearer x\\1\\1', ming@example.tw",
    "OAUTHBEARER, 'n,a=ming@example.tw,\\1auth=Bearer x\\1\\1', ming@example.tw",
  })
  void nameIsFound(String mechanism, String response, String name) {
    byte[] base64 = Base64.getEncoder().encode(response.translateEscapes().getBytes(UTF_8));
    assertThat(LoginName.in(mechanism, base64)).contains(name);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "PLAIN, 'ming'",
    "PLAIN, '\\0ming'",
    "CRAM-MD5, 'ming'",
    "XOAUTH2, 'auth=Bearer x\\1\\1'",
    "XOAUTH2, 'u'",
    "OAUTHBEARER, 'n,,\\1auth=Bearer x\\1\\1'",
  })
  void responseWithoutANameHasNone(String mechanism, String response) {
    byte[] base64 = Base64.getEncoder().encode(response.translateEscapes().getBytes(UTF_8));
    assertThat(LoginName.in(mechanism, base64)).isEmpty();
  }

  @Test
  void whatIsNotBase64HasNoName() {
    assertThat(LoginName.in("PLAIN", "not base64!".getBytes(UTF_8))).isEmpty();
  }
}
