package org.sealpost.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.policy.SignatureForm;
import org.sealpost.smime.Algorithms;

class AlgorithmSettingsTest {
  private static final String MING =
      """
      address = "ming@example.tw"
      smtp { host = smtp.example.tw, port = 465, tls = implicit }
      pop3 { host = pop.example.tw, port = 995, tls = implicit }
      """;

  @TempDir Path folder;

  private Settings load(String settings) throws Exception {
    Path file = Files.writeString(folder.resolve("sealpost.conf"), "sealpost {" + settings + "}");
    return Settings.load(Optional.of(file), new Surroundings(folder, Map.of()));
  }

  @Test
  void withoutSettingsAllIsChosenByKeysAndReaders() throws Exception {
    assertThat(load("").algorithms()).isEqualTo(Algorithms.standard());
  }

  @Test
  void whatIsPinnedIsReadAsItIsWritten() throws Exception {
    Settings settings =
        load(
            """
            algorithms {
              content = aes-256-gcm
              key-transport = oaep
              digest = sha-512
              rsa-signature = pss
            }
            """);

    assertThat(settings.algorithms())
        .isEqualTo(
            new Algorithms(
                Algorithms.Content.AES_256_GCM,
                Algorithms.Transport.OAEP,
                Algorithms.Digest.SHA_512,
                Algorithms.RsaSignature.PSS));
  }

  @Test
  void anAccountSignsInTheClearUnlessItOrThePolicySaysOtherwise() throws Exception {
    String clear = "policy { signature = clear }";
    String opaque = "policy { signature = opaque }";

    assertThat(signature("", "")).isEqualTo(SignatureForm.CLEAR);
    assertThat(signature(opaque, "")).isEqualTo(SignatureForm.OPAQUE);
    assertThat(signature("", opaque)).isEqualTo(SignatureForm.OPAQUE);
    assertThat(signature(opaque, clear)).isEqualTo(SignatureForm.CLEAR);
  }

  private SignatureForm signature(String all, String own) throws Exception {
    Settings settings = load("\n" + all + "\naccounts = [{\n" + MING + own + "\n}]\n");
    return settings.accounts().getFirst().account().signature();
  }
}
