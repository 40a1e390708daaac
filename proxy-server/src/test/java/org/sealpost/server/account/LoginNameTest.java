package org.sealpost.server.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNameTest {
  /** {@code !} is NUL and {@code ^} Control-A in the response. */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PLAIN         | '!ming!secret'                            | ming
          PLAIN         | 'boss!ming!secret'                        | ming
          PLAIN         | 'ming!!secret'                            | ''
          PLAIN         | '!明!secret'                              | 明
          PLAIN         | 'ming!secret'                             | ''
          PLAIN         | '!ming!secret!more'                       | ''
          PLAIN         | ''                                        | ''
          LOGIN         | 'ming'                                    | ming
          LOGIN         | '明'                                      | 明
          LOGIN         | ''                                        | ''
          CRAM-MD5      | 'ming b913a602c7eda7a495b4e6e7334d3890'   | ming
          CRAM-MD5      | 'ming li b913a602c7eda7a495b4e6e7334d389' | 'ming li'
          CRAM-MD5      | 'b913a602c7eda7a495b4e6e7334d3890'        | ''
          XOAUTH2       | 'user=ming@example.tw^auth=Bearer x^^'    | ming@example.tw
          XOAUTH2       | 'auth=Bearer x^user=ming^^'               | ming
          XOAUTH2       | 'auth=Bearer user=eve^user=ming^^'        | ming
          XOAUTH2       | 'auth=Bearer x^^'                         | ''
          XOAUTH2       | 'user=ming^user=eve^auth=Bearer x^^'      | ''
          XOAUTH2       | 'user=ming^USER=eve^auth=Bearer x^^'      | ''
          XOAUTH2       | 'u'                                       | ''
          OAUTHBEARER   | 'n,a=ming,^auth=Bearer x^^'               | ming
          OAUTHBEARER   | 'y,a=ming,^host=x^auth=Bearer x^^'        | ming
          OAUTHBEARER   | 'n,a=m=2Cing=3D,^auth=Bearer x^^'         | 'm,ing='
          OAUTHBEARER   | 'n,a=m=3D2Cing,^auth=Bearer x^^'          | 'm=2Cing'
          OAUTHBEARER   | 'n,a=m=ing,^auth=Bearer x^^'              | ''
          OAUTHBEARER   | 'n,,^auth=Bearer x^^'                     | ''
          OAUTHBEARER   | 'n,,^a=ming,^^'                           | ''
          OAUTHBEARER   | 'n'                                       | ''
          SCRAM-SHA-1   | 'n,,n=ming,r=fyko+d2l'                    | ming
          SCRAM-SHA-256 | 'n,,n=ming,r=rOprNGfw'                    | ming
          SCRAM-SHA-256 | 'y,a=boss,n=ming,r=rOprNGfw'              | ming
          SCRAM-SHA-256 | 'n,,n=m=2Cing=3D,r=n=eve'                 | 'm,ing='
          SCRAM-SHA-256 | 'n,,n=m=2cing,r=rOprNGfw'                 | ''
          SCRAM-SHA-256 | 'n,n=eve,n=ming,r=rOprNGfw'               | ming
          SCRAM-SHA-256 | 'n,,m=what,n=ming,r=rOprNGfw'             | ''
          SCRAM-SHA-256 | 'n=ming'                                  | ''
          """)
  void theResponseNamesWhoLogsIn(String mechanism, String response, String name) {
    String octets = response.replace('!', '\0').replace('^', '\1');
    assertThat(nameIn(mechanism, Base64.getEncoder().encodeToString(octets.getBytes(UTF_8))))
        .hasValue(LoginName.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-256"})
  void aResponseWithoutOctetsNamesNobody(String mechanism) {
    assertThat(nameIn(mechanism, "=")).hasValue(new LoginName(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AG1pbmc!", "AG 1pbmc", "not base64!", "AG1pbmc=x"})
  void whatIsNotBase64IsToldApartFromNamingNobody(String response) {
    assertThat(nameIn("PLAIN", response)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXTERNAL", "SCRAM-SHA-256-PLUS", "GSSAPI", "ANONYMOUS", ""})
  void whatCannotBeRelayedIsNoMechanismOfOurs(String mechanism) {
    assertThat(SaslMechanism.named(mechanism)).isEmpty();
  }

  @Test
  void aNameOfManyEscapesIsReadAllTheSame() {
    String response = "n,a=" + "=2C".repeat(5_000) + ",";
    assertThat(nameIn("oauthbearer", Base64.getEncoder().encodeToString(response.getBytes(UTF_8))))
        .hasValue(LoginName.of(",".repeat(5_000)));
  }

  @FuzzTest
  void noResponseIsTooOddToBeLookedAt(byte[] response) {
    byte[] base64 = Base64.getEncoder().encode(response);
    for (SaslMechanism mechanism : SaslMechanism.values()) {
      assertThat(LoginName.in(mechanism, base64)).isPresent();
    }
  }

  private static Optional<LoginName> nameIn(String mechanism, String base64) {
    return LoginName.in(SaslMechanism.named(mechanism).orElseThrow(), base64.getBytes(US_ASCII));
  }
}
