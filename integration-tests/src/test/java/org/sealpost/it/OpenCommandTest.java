package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.harness.Authority;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** {@code sealpost open} reads what openssl wrote. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenCommandTest {
  private static final String MING = "ming@example.test";
  private static final String ALICE = "alice@example.test";

  @TempDir static Path folder;
  private final Authority authority = new Authority("Open CA");
  private final Person ming = authority.person("Ming", MING);
  private final Person alice = authority.person("Alice", ALICE);
  private final Person eva = authority.personWithEllipticKeys("Eva", "eva@example.test");
  private Installation side;
  private Path content;

  @BeforeAll
  void start() throws Exception {
    Programs.need("openssl");
    ServerAddress nowhere = new ServerAddress("localhost", 9, "none");
    side = Installation.create(folder.resolve("alice"), Setup.of(alice, ALICE, nowhere, nowhere));
    side.startAgent();
    content =
        Files.writeString(
            folder.resolve("content"),
            "Content-Type: text/plain; charset=utf-8\r\n\r\nthe secret of the day\r\n");
    for (Person person : List.of(ming, alice, eva)) {
      Authority.writePem(person.signing(), file(person, "sign.pem"));
      Authority.writePem(person.encryption(), file(person, "encrypt.pem"));
      Files.writeString(
          file(person, "sign.key"),
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder()
                  .encodeToString(person.signingKey().getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n");
    }
    Authority.writePem(authority.certificate(), folder.resolve("ca.pem"));
  }

  @AfterAll
  void stop() {
    if (side != null) {
      side.close();
    }
  }

  private Path file(Person person, String suffix) {
    return folder.resolve(person.name() + "." + suffix);
  }

  private Path sign(Person person, Path input, String... options) throws Exception {
    Path output = Files.createTempFile(folder, "signed", ".eml");
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "cms",
                "-sign",
                "-in",
                input.toString(),
                "-out",
                output.toString(),
                "-signer",
                file(person, "sign.pem").toString(),
                "-inkey",
                file(person, "sign.key").toString(),
                "-from",
                person.address(),
                "-to",
                ALICE,
                "-subject",
                "from openssl"));
    command.addAll(List.of(options));
    Programs.run(command).succeeds();
    return output;
  }

  private Path encrypt(Path input, String from, String... options) throws Exception {
    Path output = Files.createTempFile(folder, "encrypted", ".eml");
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "cms",
                "-encrypt",
                "-in",
                input.toString(),
                "-out",
                output.toString(),
                "-from",
                from,
                "-to",
                ALICE,
                "-subject",
                "from openssl"));
    command.addAll(List.of(options));
    command.addAll(List.of("-recip", file(alice, "encrypt.pem").toString()));
    Programs.run(command).succeeds();
    return output;
  }

  private JsonObject open(Path mail, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("open", "--json"));
    arguments.addAll(List.of(options));
    arguments.add(mail.toString());
    SealpostCommand.Result result = side.run(arguments.toArray(String[]::new));
    assertThat(result.output()).as(result.errors()).isNotBlank();
    return JsonParser.parseString(result.output()).getAsJsonObject();
  }

  private static void assertOpened(
      JsonObject opened, String encryption, boolean authenticated, String verdict) {
    assertThat(opened.get("encryption").getAsString()).as(opened.toString()).isEqualTo(encryption);
    assertThat(opened.get("authenticated").getAsBoolean())
        .as(opened.toString())
        .isEqualTo(authenticated);
    assertThat(opened.get("verdict").getAsString()).as(opened.toString()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-nodetach", "-binary", "-keyid", "-md sha512", "-md sha1"})
  void aSignatureOfOpensslHolds(String options) throws Exception {
    Path mail = sign(ming, content, words(options));
    assertOpened(open(mail), "none", true, "unchecked");
  }

  @Test
  void aSignatureInPssHolds() throws Exception {
    Path mail = sign(ming, content, "-keyopt", "rsa_padding_mode:pss");
    assertOpened(open(mail), "none", true, "unchecked");
  }

  @Test
  void anEllipticSignatureHolds() throws Exception {
    assertOpened(open(sign(eva, content)), "none", true, "unchecked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-aes-128-cbc", "-aes-192-cbc", "-aes-256-cbc", "-des3"})
  void anEncryptionOfOpensslOpensAndSaysThatNothingProtectsItsIntegrity(String cipher)
      throws Exception {
    assertOpened(open(encrypt(content, MING, cipher)), "decrypted", false, "unsigned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-aes-128-gcm", "-aes-256-gcm"})
  void anAuthenticatedEncryptionOpensAndSaysSo(String cipher) throws Exception {
    assertOpened(open(encrypt(content, MING, cipher)), "decrypted", true, "unsigned");
  }

  @Test
  void signedThenEncryptedOpensAndHolds() throws Exception {
    Path mail = encrypt(sign(ming, content), MING, "-aes-256-cbc");
    Path out = folder.resolve("opened");
    JsonObject opened = open(mail, "--out", out.toString());
    assertOpened(opened, "decrypted", true, "unchecked");
    try (var files = Files.list(out)) {
      assertThat(Files.readString(files.findFirst().orElseThrow()))
          .contains("the secret of the day");
    }
  }

  @Test
  void encryptedThenSignedOpensAndHolds() throws Exception {
    Path mail = sign(ming, encrypt(content, MING, "-aes-256-cbc"));
    assertThat(open(mail).get("encryption").getAsString()).isEqualTo("decrypted");
  }

  @Test
  void alteredContentIsInvalid() throws Exception {
    Path mail = sign(ming, content);
    Files.writeString(mail, Files.readString(mail).replace("secret of", "secrets of"));
    assertThat(open(mail).get("verdict").getAsString()).isEqualTo("invalid");
  }

  @Test
  void aSignatureBySomeoneElseIsNotTheSenders() throws Exception {
    Path mail = sign(ming, content);
    Files.writeString(mail, Files.readString(mail).replace("From: " + MING, "From: " + ALICE));
    JsonObject opened = open(mail);
    assertThat(opened.get("verdict").getAsString()).isEqualTo("not-the-sender");
    assertThat(opened.getAsJsonArray("signatures").get(0).toString()).contains(MING);
  }

  @Test
  void asAnotherReaderIsNotAbleToTheMailFails() throws Exception {
    Path output = folder.resolve("for-ming.eml");
    Programs.run(
            "openssl",
            "cms",
            "-encrypt",
            "-in",
            content.toString(),
            "-out",
            output.toString(),
            "-aes-256-cbc",
            "-from",
            MING,
            "-to",
            MING,
            "-subject",
            "x",
            file(ming, "encrypt.pem").toString())
        .succeeds();
    assertOpened(open(output), "failed", false, "not-opened");
  }

  @Test
  void aSignedMailIsJudgedWithoutConfigurationAndAgent() throws Exception {
    Path mail = sign(ming, content);
    SealpostCommand.Result result =
        SealpostCommand.run(
            List.of(
                "open",
                "--json",
                "--anchor",
                folder.resolve("ca.pem").toString(),
                mail.toString()));
    assertThat(result.status()).as(result.errors()).isZero();
    assertOpened(
        JsonParser.parseString(result.output()).getAsJsonObject(), "none", true, "unchecked");
  }

  @Test
  void withoutAnAnchorThereIsNoTrust() throws Exception {
    SealpostCommand.Result result =
        SealpostCommand.run(List.of("open", "--json", sign(ming, content).toString()));
    assertOpened(
        JsonParser.parseString(result.output()).getAsJsonObject(), "none", true, "untrusted");
  }

  @Test
  void afterTheCertificateExpiredItIsSaid() throws Exception {
    JsonObject opened = open(sign(ming, content), "--at", "2040-01-01T00:00:00Z");
    assertThat(opened.toString()).contains("expired");
  }

  private static String[] words(String options) {
    return options.isEmpty() ? new String[0] : options.split(" ", -1);
  }
}
