package org.sealpost.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's email package reads the same parts from a mail before and after. */
class PythonJudgeTest {
  private static final String JUDGE =
      """
      import email, hashlib, pathlib, sys
      def parts(path):
          mail = email.message_from_bytes(path.read_bytes())
          for part in mail.walk():
              body = None if part.is_multipart() else part.get_payload(decode=True)
              yield part.get_content_type(), part.get_filename(), body
      folder = pathlib.Path(sys.argv[1])
      judged = 0
      for before in sorted(folder.glob('*.before')):
          after = before.with_suffix('.after')
          if list(parts(before)) != list(parts(after)):
              print('differs:', before.name)
          judged += 1
      print('judged', judged)
      """;

  @TempDir Path folder;

  @Test
  void pythonReadsTheSamePartsBeforeAndAfter() throws Exception {
    for (int seed = 1000; seed < 1100; seed++) {
      byte[] mail = new RandomMail(seed, true).next();
      Files.write(folder.resolve(seed + ".before"), mail);
      Files.write(folder.resolve(seed + ".after"), Canonical.of(mail));
    }

    assertThat(judge()).isEqualTo("judged 100\n");
  }

  private String judge() throws IOException, InterruptedException {
    Path script = Files.writeString(folder.resolve("judge.py"), JUDGE);
    Process python;
    try {
      python =
          new ProcessBuilder("python3", script.toString(), folder.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "python3 is not installed");
      throw e;
    }
    String said = new String(python.getInputStream().readAllBytes(), UTF_8);
    assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
