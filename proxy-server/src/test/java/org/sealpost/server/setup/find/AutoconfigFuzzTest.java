package org.sealpost.server.setup.find;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class AutoconfigFuzzTest {
  private static final Mailbox MING = Mailbox.of("ming@example.tw").orElseThrow();

  /** Whatever comes: servers that can be written into a configuration, or a refusal in words. */
  @FuzzTest(maxDuration = "30s")
  void anyDocumentIsReadOrRefused(byte[] document) {
    try {
      assertThat(Autoconfig.read(document, MING, true))
          .allSatisfy(
              it ->
                  assertThat(MailServer.parse(it.server().protocol(), it.server().shown()))
                      .contains(it.server()));
    } catch (IOException e) {
      assertThat(e).hasMessage("The answer is not a description of mail servers.");
    }
  }
}
