package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenCommandTest {
  private static final String PLAIN =
      """
      From: Ming <ming@example.tw>
      Subject: =?utf-8?B?5L2g5aW9?=
      MIME-Version: 1.0
      Content-Type: text/plain; charset=us-ascii

      hello
      """
          .replace("\n", "\r\n");

  /** A certificate for signing and decrypting, made once for all tests. */
  @TempDir static Path pki;

  @TempDir Path home;

  @BeforeAll
  static void makeCertificate() throws Exception {
    assumeTrue(hasOpenssl(), "openssl is not installed");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=Ming"
            + " -addext subjectAltName=email:ming@example.tw"
            + " -addext keyUsage=critical,digitalSignature,keyEncipherment"
            + " -addext basicConstraints=critical,CA:FALSE");
    Files.writeString(pki.resolve("text.txt"), "Content-Type: text/plain\r\n\r\nhello\r\n");
    openssl("cms -sign -in text.txt -signer cert.pem -inkey key.pem -out signed.eml" + HEADER);
    openssl(
        "cms -sign -nodetach -in text.txt -signer cert.pem -inkey key.pem -out opaque.eml"
            + HEADER);
    openssl(
        "cms -sign -nodetach -binary -in text.txt -signer cert.pem -inkey key.pem"
            + " -outform DER -out smime.p7m");
    openssl(
        "cms -sign -nodetach -binary -in text.txt -signer cert.pem -inkey key.pem"
            + " -outform PEM -out smime.pem");
    openssl("cms -encrypt -aes256 -in signed.eml -out encrypted.eml" + HEADER + " cert.pem");
  }

  private static final String HEADER = " -from ming@example.tw -to mei@example.tw -subject hello";

  @Test
  void aMailWithoutProtectionIsSaidToBeOne() throws IOException {
    Path file = write("plain.eml", PLAIN);
    JsonObject found = openOne(file);
    assertThat(found.keySet())
        .containsExactly("file", "encryption", "authenticated", "verdict", "signatures");
    assertThat(found.get("file").getAsString()).isEqualTo(file.toString());
    assertThat(found.get("encryption").getAsString()).isEqualTo("none");
    assertThat(found.get("authenticated").getAsBoolean()).isFalse();
    assertThat(found.get("verdict").getAsString()).isEqualTo("unsigned");
    assertThat(found.get("signatures").getAsJsonArray()).isEmpty();
  }

  @Test
  void aSignatureIsJudgedByTheAnchorsThatAreNamed() {
    Path file = pki.resolve("signed.eml");
    JsonObject trusted = openOne(file, "--anchor", pki.resolve("cert.pem").toString());
    assertThat(trusted.get("verdict").getAsString()).isEqualTo("unchecked");
    assertThat(trusted.get("signatures").getAsJsonArray()).hasSize(1);
    assertThat(trusted.getAsJsonArray("signatures").get(0).getAsJsonObject().keySet())
        .containsExactly("verdict", "signer", "reason");
    assertThat(openOne(file).get("verdict").getAsString()).isEqualTo("untrusted");
  }

  @Test
  void anAlteredMailIsReadAndSaidToBeInvalid() throws IOException {
    String altered = Files.readString(pki.resolve("signed.eml")).replace("hello", "hullo");
    Path file = write("altered.eml", altered);
    assertThat(openOne(file).get("verdict").getAsString()).isEqualTo("invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signed.eml", "opaque.eml"})
  void aMailThatLostItsCarriageReturnsOrGotAnMboxLineIsVerifiedAllTheSame(String name)
      throws IOException {
    String mail = Files.readString(pki.resolve(name)).replace("\r\n", "\n");
    for (String saved :
        List.of(mail, mail.replace("\n", "\r\n"), "From ming Sat Jan  3 01:05:34 2026\n" + mail)) {
      JsonObject found =
          openOne(write("saved.eml", saved), "--anchor", pki.resolve("cert.pem").toString());
      assertThat(found.get("verdict").getAsString()).isEqualTo("unchecked");
    }
  }

  @Test
  void anAttachmentSavedByItselfIsOpenedInDerPemAndBase64() throws IOException {
    Path der = pki.resolve("smime.p7m");
    Path pem = pki.resolve("smime.pem");
    Path base64 =
        write(
            "base64.p7m",
            Files.readString(pem).lines().filter(line -> !line.startsWith("-")).toList());
    for (Path file : List.of(der, pem, base64)) {
      Path out = home.resolve("out");
      JsonObject found = openOne(file, "--out", out.toString());
      assertThat(found.get("signatures").getAsJsonArray()).as(file.toString()).hasSize(1);
      assertThat(Path.of(found.get("opened").getAsString())).content().contains("hello");
    }
  }

  @Test
  void theTimeThatIsNamedCountsWhereTheSignatureTellsNone() throws Exception {
    openssl(
        "cms -sign -noattr -in text.txt -signer cert.pem -inkey key.pem -out timeless.eml"
            + HEADER);
    Path file = pki.resolve("timeless.eml");
    String anchor = pki.resolve("cert.pem").toString();
    assertThat(openOne(file, "--anchor", anchor).get("verdict").getAsString())
        .isEqualTo("unchecked");
    assertThat(
            openOne(file, "--anchor", anchor, "--at", "2001-01-01T00:00:00Z")
                .get("verdict")
                .getAsString())
        .isEqualTo("untrusted");
  }

  @Test
  void whatWillNeverBeOpenedIsNotSaidToBeUnsigned() throws IOException {
    Path closed =
        write(
            "closed.eml",
            "X-More: x\n".repeat(200_000)
                + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMAAA\n");
    JsonObject found = open(closed).jsonLines().getFirst();
    assertThat(found.get("encryption").getAsString()).isEqualTo("failed");
    assertThat(found.get("verdict").getAsString()).isEqualTo("not-opened");
    assertThat(found.get("error").getAsString()).contains("mail");
  }

  @Test
  void anEncryptedMailNeedsTheAgentAndSaysSo() {
    CommandRun run = CommandRun.of(home, "open", "--json", pki.resolve("encrypted.eml").toString());
    assertThat(run.status()).isEqualTo(1);
    JsonObject found = run.jsonLines().getFirst();
    assertThat(found.get("encryption").getAsString()).isEqualTo("failed");
    assertThat(found.get("verdict").getAsString()).isEqualTo("not-opened");
    assertThat(found.get("error").getAsString()).contains("agent");
  }

  @Test
  void whatIsNoMailOrNotThereGetsALineWithTheReasonAndTheOthersAreOpened() throws IOException {
    Path picture = write("picture.jpg", "\u00ff\u00d8\u00ff\u00e0JFIF");
    Path nothing = write("nothing.eml", "");
    Path missing = home.resolve("missing.eml");
    Path plain = write("plain.eml", PLAIN);
    CommandRun run = open(picture, nothing, missing, home, plain);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.jsonLines()).hasSize(5);
    assertThat(run.jsonLines().subList(0, 4))
        .allSatisfy(object -> assertThat(object.keySet()).containsExactly("file", "error"));
    assertThat(run.jsonLines().getLast().get("verdict").getAsString()).isEqualTo("unsigned");
  }

  @Test
  void openedMailsAreWrittenToNewFilesThatOnlyTheUserCanRead() throws IOException {
    Path out = home.resolve("new/out");
    Path first = write("plain.eml", PLAIN);
    Path second = Files.createDirectory(home.resolve("b")).resolve("plain.eml");
    Files.writeString(second, PLAIN.replace("hello", "again"));
    CommandRun run =
        CommandRun.of(home, "open", "--out", out.toString(), first.toString(), second.toString());
    assertThat(run.status()).isZero();
    assertThat(out.resolve("plain.eml")).content().contains("hello");
    assertThat(out.resolve("plain-2.eml")).content().contains("again");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("plain.eml"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aLinkInTheFolderIsNotWrittenThrough() throws IOException {
    Path out = Files.createDirectory(home.resolve("out"));
    Path elsewhere = home.resolve("elsewhere");
    Files.createSymbolicLink(out.resolve("plain.eml"), elsewhere);
    Path file = write("plain.eml", PLAIN);
    CommandRun run = CommandRun.of(home, "open", "--out", out.toString(), file.toString());
    assertThat(run.status()).isZero();
    assertThat(elsewhere).doesNotExist();
    assertThat(out.resolve("plain-2.eml")).exists();
  }

  @Test
  void forPeopleThereAreAFewLines() {
    CommandRun run =
        CommandRun.of(
            home,
            "open",
            "--anchor",
            pki.resolve("cert.pem").toString(),
            pki.resolve("signed.eml").toString());
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("encryption  none")
        .contains("verdict     unchecked")
        .contains("signature   unchecked: ")
        .doesNotContain("\u001b");
  }

  private JsonObject openOne(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("open", "--json", file.toString()));
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(home, arguments.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.jsonLines()).hasSize(1);
    return run.jsonLines().getFirst();
  }

  private CommandRun open(Path... files) {
    Stream<String> names = Stream.of(files).map(Path::toString);
    return CommandRun.of(
        home, Stream.concat(Stream.of("open", "--json"), names).toArray(String[]::new));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text, UTF_8);
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.write(home.resolve(name), lines, UTF_8);
  }

  private static boolean hasOpenssl() throws InterruptedException {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void openssl(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Path output = pki.resolve("openssl.log");
    int status =
        new ProcessBuilder(command)
            .directory(pki.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(output)).isZero();
  }
}
