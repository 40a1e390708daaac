package org.sealpost.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.SoftHsm.Authentication;

/** pkcs11-tool finds in a token what was put into it. */
class SoftHsmTest {
  @TempDir Path folder;
  private final Authority authority = new Authority("Token CA");

  @BeforeAll
  static void needSoftHsm() {
    SoftHsm.obstacle().ifPresent(Assumptions::abort);
  }

  @Test
  void aTokenHoldsSomeonesKeysAndCertificatesAndTheIssuers() throws Exception {
    Person alice = authority.person("Alice", "alice@example.test");
    SoftHsm softHsm = new SoftHsm(folder);
    softHsm.token("alice", "12345678", "123456").add(alice, Authentication.ALWAYS);

    String objects = objects(softHsm, "alice", "123456");
    assertThat(objects)
        .containsPattern("Private Key Object; RSA\\s+label: +SIGN\\s+ID: +5349474e")
        .containsPattern("Private Key Object; RSA\\s+label: +KEYX\\s+ID: +4b455958")
        .containsOnlyOnce("always authenticate");
    for (var name : List.of("5349474e", "4b455958", "434143657274")) {
      Path file = folder.resolve(name);
      tool(softHsm, "alice", "--read-object", "--type", "cert", "--id", name, "-o", file.toString())
          .succeeds();
    }
    assertThat(folder.resolve("5349474e")).hasBinaryContent(alice.signing().getEncoded());
    assertThat(folder.resolve("4b455958")).hasBinaryContent(alice.encryption().getEncoded());
    assertThat(folder.resolve("434143657274")).hasBinaryContent(alice.issuer().getEncoded());
  }

  @Test
  void ellipticKeysAndSeveralTokensGoTogether() throws Exception {
    SoftHsm softHsm = new SoftHsm(folder);
    softHsm
        .token("alice", "12345678", "123456")
        .certificate("SIGN", authority.person("Alice", "alice@example.test").signing());
    softHsm
        .token("carol", "12345678", "654321")
        .add(authority.personWithEllipticKeys("Carol", "carol@example.test"), Authentication.ONCE);

    assertThat(objects(softHsm, "carol", "654321"))
        .contains("Private Key Object; EC")
        .doesNotContain("always authenticate");
    assertThat(objects(softHsm, "alice", "123456")).doesNotContain("Private Key Object");
    assertThat(tool(softHsm, "carol", "--login", "--pin", "123456", "-O").output())
        .contains("CKR_PIN_INCORRECT");
  }

  @Test
  void noPrivateKeyIsLeftBesideTheToken() throws Exception {
    new SoftHsm(folder)
        .token("alice", "12345678", "123456")
        .add(authority.person("Alice", "alice@example.test"), Authentication.ONCE);

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("tokens", "softhsm2.conf");
    }
  }

  private static String objects(SoftHsm softHsm, String label, String pin) throws Exception {
    return tool(softHsm, label, "--login", "--pin", pin, "--list-objects").succeeds().output();
  }

  private static Program.Run tool(SoftHsm softHsm, String label, String... arguments)
      throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "pkcs11-tool",
                "--module",
                SoftHsm.module().orElseThrow().toString(),
                "--token-label",
                label));
    command.addAll(List.of(arguments));
    return Program.run(softHsm.environment(), command);
  }
}
