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

class BookCommandTest {
  @TempDir static Path pki;
  @TempDir Path home;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificate("mei.pem", "keyEncipherment", "subjectAltName=email:mei@example.tw");
    certificate("nobody.pem", "keyEncipherment", "nsComment=none");
    certificate("signer.pem", "digitalSignature", "subjectAltName=email:mei@example.tw");
  }

  @Test
  void anEmptyBookSaysHowCertificatesComeIn() {
    CommandRun run = CommandRun.of(home, "book", "list");
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("The book is empty");
    assertThat(CommandRun.of(home, "book", "list", "--json").json()).isEmpty();
  }

  @Test
  void anImportedCertificateIsListedUnderItsAddress() {
    CommandRun imported = importForMei("mei.pem");
    assertThat(imported.status()).isZero();
    assertThat(imported.out()).contains("mei@example.tw: added the certificate of 美 Mei");
    assertThat(CommandRun.of(home, "book", "list").out().lines().toList())
        .hasSize(2)
        .last()
        .satisfies(line -> assertThat(line).startsWith("mei@example.tw  美 Mei"));
    JsonObject entry = CommandRun.of(home, "book", "list", "--json").json().getFirst();
    assertThat(entry.get("address").getAsString()).isEqualTo("mei@example.tw");
    assertThat(entry.get("subject").getAsString()).isEqualTo("美 Mei");
    assertThat(entry.get("source").getAsString()).isEqualTo("file");
    assertThat(importForMei("mei.pem").out()).contains("had the certificate of 美 Mei already");
  }

  @Test
  void attackASelfSignedCertificateGoesUnderNoAddressByItself() {
    CommandRun run = importFiles("mei.pem");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("mei@example.tw, and no CA that you trust says so too")
        .contains("--address mei@example.tw");
    assertThat(CommandRun.of(home, "book", "list", "--json").json()).isEmpty();
  }

  @Test
  void whatIsRemovedIsNotInTheBookAnyMore() {
    importForMei("mei.pem");
    CommandRun removed = CommandRun.of(home, "book", "remove", "Mei@Example.tw");
    assertThat(removed.status()).isZero();
    assertThat(removed.out()).contains("Took the certificate of 美 Mei out of the book");
    assertThat(CommandRun.of(home, "book", "list", "--json").json()).isEmpty();
    CommandRun again = CommandRun.of(home, "book", "remove", "mei@example.tw");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("no certificate under mei@example.tw");
    assertThat(CommandRun.of(home, "book", "remove", "mei").status()).isEqualTo(2);
  }

  @Test
  void aCertificateWithoutAnAddressNeedsOne() {
    CommandRun refused = importFiles("nobody.pem");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("nobody.pem").contains("--address");
    CommandRun run =
        CommandRun.of(
            home,
            "book",
            "import",
            "--address",
            "mei@example.tw",
            pki.resolve("nobody.pem").toString());
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("mei@example.tw: added");
  }

  @Test
  void whatCannotBeImportedDoesNotStopTheOthers() throws IOException {
    Files.writeString(pki.resolve("text.txt"), "no certificate");
    CommandRun run = importForMei("missing.pem", "text.txt", "signer.pem", "mei.pem");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("missing.pem").contains("text.txt").contains("signer.pem");
    assertThat(run.out().lines()).hasSize(1);
  }

  private CommandRun importForMei(String... names) {
    return importFiles(List.of("book", "import", "--address", "mei@example.tw"), names);
  }

  private CommandRun importFiles(String... names) {
    return importFiles(List.of("book", "import"), names);
  }

  private CommandRun importFiles(List<String> command, String... names) {
    List<String> arguments = new ArrayList<>(command);
    for (String name : names) {
      arguments.add(pki.resolve(name).toString());
    }
    return CommandRun.of(home, arguments.toArray(String[]::new));
  }

  private static void certificate(String file, String usage, String extension) throws Exception {
    Process openssl;
    try {
      openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "rsa:2048",
                  "-nodes",
                  "-keyout",
                  "key.pem",
                  "-out",
                  file,
                  "-days",
                  "30",
                  "-utf8",
                  "-subj",
                  "/CN=美 Mei",
                  "-addext",
                  extension,
                  "-addext",
                  "keyUsage=critical," + usage,
                  "-addext",
                  "basicConstraints=critical,CA:FALSE")
              .directory(pki.toFile())
              .redirectErrorStream(true)
              .redirectOutput(pki.resolve("openssl.log").toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "openssl is not installed");
      return;
    }
    assertThat(openssl.waitFor()).as(Files.readString(pki.resolve("openssl.log"))).isZero();
  }
}
