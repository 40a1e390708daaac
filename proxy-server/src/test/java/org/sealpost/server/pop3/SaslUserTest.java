package org.sealpost.server.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslUserTest {
  /** {@code 0} is NUL and {@code ^} Control-A in the response; users are separated by blanks. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLAIN       | 0ming0secret                     | ming
          PLAIN       | hua0ming0secret                  | hua ming
          PLAIN       | ming0secret                      | ''
          PLAIN       | 0ming0secret0more                | ''
          PLAIN       | ''                               | ''
          LOGIN       | ming                             | ming
          CRAM-MD5    | ming b913a602c7eda7a495b4e6e7334d3890 | ming
          CRAM-MD5    | b913a602c7eda7a495b4e6e7334d3890 | ''
          XOAUTH2     | user=ming^auth=Bearer x^^        | ming
          XOAUTH2     | auth=Bearer x^user=ming^^        | ming
          XOAUTH2     | auth=Bearer x^^                  | ''
          OAUTHBEARER | n,a=ming,^auth=Bearer x^^        | ming
          OAUTHBEARER | n,a=m=2Cing=3D,^auth=Bearer x^^  | m,ing=
          OAUTHBEARER | n,,^auth=Bearer x^^              | ''
          OAUTHBEARER | n                                | ''
          """)
  void theResponseNamesTheUser(String mechanism, String response, String users) {
    String base64 =
        Base64.getEncoder()
            .encodeToString(response.replace('0', '\0').replace('^', '\1').getBytes(UTF_8));
    if (mechanism.equals("CRAM-MD5")) {
      base64 = Base64.getEncoder().encodeToString(response.getBytes(UTF_8));
    }
    assertThat(SaslUser.in(mechanism, base64))
        .hasValue(users.isEmpty() ? List.of() : List.of(users.split(" ", -1)));
  }

  @Test
  void whatIsNoBase64NamesNobody() {
    assertThat(SaslUser.in("PLAIN", "AG1pbmc!")).isEmpty();
    assertThat(SaslUser.in("PLAIN", "AG 1pbmc")).isEmpty();
  }

  @FuzzTest
  void noResponseIsTooOddToBeLookedAt(byte[] response) {
    String base64 = Base64.getEncoder().encodeToString(response);
    for (String mechanism : CapabilityList.MECHANISMS) {
      assertThat(SaslUser.in(mechanism, base64)).isPresent();
    }
  }
}
