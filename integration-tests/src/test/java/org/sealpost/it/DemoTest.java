package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.SealpostCommand;

/** The first thing that anyone runs. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void theDemoHoldsAndLeavesWhatAnOutsideJudgeNeeds() throws Exception {
    SealpostCommand.Result demo =
        SealpostCommand.demo(List.of("--check", "--out", folder.toString()));

    assertThat(demo.status()).as(demo.output() + demo.errors()).isZero();
    assertThat(folder.toFile().list())
        .contains("wire.eml", "opened.eml", "ca.pem", "sender.p12", "recipient.p12");
    Programs.need("openssl");
    assertThat(judge("sender", "recipient")).contains("Verification successful");
  }

  private String judge(String signer, String reader) throws Exception {
    assertThat(Files.size(folder.resolve(signer + ".p12"))).isPositive();
    Path keys = folder.resolve("keys.pem");
    Programs.run(
            "openssl",
            "pkcs12",
            "-in",
            folder.resolve(reader + ".p12").toString(),
            "-nodes",
            "-passin",
            "pass:demo",
            "-out",
            keys.toString())
        .succeeds();
    List<String> blocks = blocks(Files.readString(keys));
    for (String key : blocks.stream().filter(b -> b.contains("PRIVATE KEY")).toList()) {
      Path file = Files.writeString(folder.resolve("key.pem"), key);
      Path plain = folder.resolve("plain.eml");
      Programs.Run run =
          Programs.run(
              "openssl",
              "cms",
              "-decrypt",
              "-in",
              folder.resolve("wire.eml").toString(),
              "-inkey",
              file.toString(),
              "-out",
              plain.toString());
      if (run.status() == 0 && Files.readString(plain).contains("multipart/signed")) {
        return Programs.run(
                "openssl",
                "cms",
                "-verify",
                "-in",
                plain.toString(),
                "-CAfile",
                folder.resolve("ca.pem").toString(),
                "-purpose",
                "any",
                "-out",
                "/dev/null")
            .output();
      }
    }
    return "no key of the recipient opens it";
  }

  private static List<String> blocks(String pem) {
    return java.util.regex.Pattern.compile(
            "-----BEGIN [A-Z ]+-----.*?-----END [A-Z ]+-----\n", java.util.regex.Pattern.DOTALL)
        .matcher(pem)
        .results()
        .map(java.util.regex.MatchResult::group)
        .toList();
  }
}
