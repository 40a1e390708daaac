package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user says with one command counts in the next. */
class OwnWordTest {
  /** Two signers whom no CA vouches for, one of them without an address; made once. */
  @TempDir static Path pki;

  @TempDir Path home;

  @BeforeAll
  static void signMails() throws Exception {
    Files.writeString(pki.resolve("text.txt"), "Content-Type: text/plain\r\n\r\nhello\r\n");
    sign("ming", "subjectAltName=email:ming@example.tw");
    sign("nameless", "nsComment=none");
  }

  private static void sign(String name, String extension) throws Exception {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -days 30 -subj /CN=Ming"
            + " -addext keyUsage=critical,digitalSignature"
            + " -addext basicConstraints=critical,CA:FALSE"
            + (" -out " + name + ".pem -addext " + extension));
    openssl(
        "cms -sign -in text.txt -inkey key.pem -from ming@example.tw -to mei@example.tw"
            + (" -subject hello -signer " + name + ".pem -out " + name + ".eml"));
  }

  @Test
  void aSignerIsTrustedAsTheUserDecides() {
    assertThat(verdict("ming")).isEqualTo("untrusted");
    run("trust", "allow", file("ming"), "--note", "met him");
    assertThat(verdict("ming")).isEqualTo("trusted-by-you");
    assertThat(reason("ming")).contains("Your note: \"met him\".");
    run("trust", "deny", file("ming"));
    assertThat(verdict("ming")).isEqualTo("untrusted");
    assertThat(reason("ming")).contains("never to trust");
    run("trust", "remove", "ming@example.tw");
    assertThat(verdict("ming")).isEqualTo("untrusted");
    assertThat(reason("ming")).doesNotContain("never to trust");
  }

  @Test
  void anImportedAnchorCountsForWhatItWasImportedFor() {
    run("trust", "import", file("ming"), "--for", "@example.org");
    assertThat(verdict("ming")).isEqualTo("untrusted");
    assertThat(reason("ming")).contains("an anchor for other addresses only");
    run("trust", "import", file("ming"), "--for", "@example.tw");
    assertThat(verdict("ming")).isEqualTo("unchecked");
    run("trust", "remove", file("ming"));
    assertThat(verdict("ming")).isEqualTo("untrusted");
  }

  @Test
  void aCertificateWithoutAnAddressIsTheSendersOnceItIsBound() {
    run("trust", "import", file("nameless"));
    assertThat(verdict("nameless")).isEqualTo("not-the-sender");
    run("book", "bind", file("nameless"), "mei@example.tw");
    assertThat(verdict("nameless")).isEqualTo("not-the-sender");
    run("book", "bind", file("nameless"), "ming@example.tw");
    assertThat(verdict("nameless")).isEqualTo("unchecked");
    assertThat(reason("nameless")).contains("does not carry the address ming@example.tw");
    run("book", "bind", "--remove", file("nameless"), "ming@example.tw");
    assertThat(verdict("nameless")).isEqualTo("not-the-sender");
  }

  private void run(String... arguments) {
    CommandRun run = CommandRun.of(home, arguments);
    assertThat(run.status()).as(run.err()).isZero();
  }

  private String verdict(String name) {
    return open(name).get("verdict").getAsString();
  }

  private String reason(String name) {
    return open(name)
        .getAsJsonArray("signatures")
        .get(0)
        .getAsJsonObject()
        .get("reason")
        .getAsString();
  }

  private JsonObject open(String name) {
    CommandRun run = CommandRun.of(home, "open", "--json", pki.resolve(name + ".eml").toString());
    assertThat(run.status()).as(run.err()).isZero();
    return run.jsonLines().getFirst();
  }

  private static String file(String name) {
    return pki.resolve(name + ".pem").toString();
  }

  private static void openssl(String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    Path output = pki.resolve("openssl.log");
    Process openssl;
    try {
      openssl =
          new ProcessBuilder(command)
              .directory(pki.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "openssl is not installed");
      return;
    }
    assertThat(openssl.waitFor()).as(Files.readString(output)).isZero();
  }
}
