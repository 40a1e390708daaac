package org.sealpost.mark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's email package, in both its manners of reading, sees nothing forged in what is left. */
class PythonReadsNoForgeryTest {
  private static final String JUDGE =
      """
      import email, email.header, email.policy, pathlib, sys, unicodedata
      SIGNS = '\\u2714\\u2713\\u2611\\u2705\\u221a\\U0001f5f8\\U0001f512\\U0001f511\\u26d4\\u2605\\u26a1'
      WORDS = ['\\u7c3d\\u7ae0', '\\u7b7e\\u7ae0', '\\u7c64\\u7ae0', 'signed', 'signature']
      SEAL = '\\u677e\\u67cf'
      def old(text):
          try:
              return str(email.header.make_header(email.header.decode_header(text)))
          except Exception:
              return text
      def seen(text):
          plain = unicodedata.normalize('NFKD', text)
          return ''.join(c for c in plain if unicodedata.category(c)[0] in 'LNS').lower()
      def forged(text):
          glyphs = seen(text)
          return SEAL in glyphs or (any(s in glyphs for s in SIGNS) and any(w in glyphs for w in WORDS))
      def readings(raw):
          for policy in (email.policy.compat32, email.policy.default):
              mail = email.message_from_bytes(raw, policy=policy)
              for name in list(mail.keys()):
                  try:
                      values = mail.get_all(name)
                  except Exception:
                      continue
                  for value in values:
                      yield name, str(value)
                      yield name, old(str(value))
      folder = pathlib.Path(sys.argv[1])
      judged = caught = 0
      for file in sorted(folder.glob('*.after')):
          for name, text in readings(file.read_bytes()):
              plain = text.lower()
              if forged(text) or name.lower().startswith('x-sealpost') or 'sealpost.localhost' in plain:
                  print('left in', file.name, name, ascii(text))
          judged += 1
          before = file.with_suffix('.before').read_bytes()
          caught += any(forged(t) or n.lower().startswith('x-sealpost') or 'sealpost.localhost' in t.lower()
                        for n, t in readings(before))
      print('judged', judged)
      print('sees', caught)
      """;

  @TempDir Path folder;

  @Test
  void nothingForgedIsLeftThatPythonSees() throws Exception {
    ForgedMarks marks = new ForgedMarks();
    List<HeaderTable.Row> rows = HeaderTable.forgeries().toList();
    for (int i = 0; i < rows.size(); i++) {
      byte[] clean = HeaderTable.octets(marks.without(rows.get(i).header()));
      Files.write(folder.resolve(i + ".before"), mail(rows.get(i).octets()));
      Files.write(folder.resolve(i + ".after"), mail(clean));
    }

    List<String> said = judge().lines().toList();

    assertThat(said).hasSize(2).first().isEqualTo("judged " + rows.size());
    // So that the judge is known to see what it is to look for.
    assertThat(Integer.parseInt(said.getLast().substring("sees ".length()))).isGreaterThan(100);
  }

  private static byte[] mail(byte[] header) {
    byte[] mail = Arrays.copyOf(header, header.length + 2);
    mail[header.length] = '\r';
    mail[header.length + 1] = '\n';
    return mail;
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
