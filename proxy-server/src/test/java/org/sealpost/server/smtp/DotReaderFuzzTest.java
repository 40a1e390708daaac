package org.sealpost.server.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.sealpost.server.smtp.DotReader.Outcome;
import org.sealpost.server.smtp.DotReaderTest.Read;

class DotReaderFuzzTest {
  /** Whatever comes: what is taken as a mail has only whole lines and survives being sent on. */
  @FuzzTest(maxDuration = "30s")
  void acceptedMailSurvivesStuffingAndReading(byte[] wire) throws IOException {
    Read read = DotReaderTest.read(new String(wire, ISO_8859_1), 13);
    if (read.outcome() != Outcome.COMPLETE) {
      return;
    }
    assertThat(read.mail().replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    DotWriter writer = new DotWriter(sent);
    writer.write(read.mail().getBytes(ISO_8859_1));
    writer.finish();
    assertThat(DotReaderTest.read(sent.toString(ISO_8859_1) + "QUIT", 5))
        .isEqualTo(new Read(Outcome.COMPLETE, read.mail(), "QUIT"));
  }
}
