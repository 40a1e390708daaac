package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sealpost open} writes signature reports. */
class OpenReportTest {
  @TempDir static Path pki;
  @TempDir Path home;

  @BeforeAll
  static void sign() throws Exception {
    Files.writeString(pki.resolve("text"), "Content-Type: text/plain\r\n\r\nhello\r\n");
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=Ming"
            + " -addext subjectAltName=email:ming@example.tw"
            + " -addext keyUsage=critical,digitalSignature");
    openssl(
        "cms -sign -in text -signer cert.pem -inkey key.pem -out signed.eml"
            + " -from ming@example.tw -to mei@example.tw");
  }

  private static void openssl(String arguments) throws InterruptedException {
    try {
      ProcessBuilder builder = new ProcessBuilder(("openssl " + arguments).split(" ", -1));
      Process process =
          builder
              .directory(pki.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(process.waitFor()).isZero();
    } catch (IOException e) {
      assumeTrue(false, "openssl is not installed: " + e.getMessage());
    }
  }

  private CommandRun open(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "open";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.of(home, all);
  }

  private static String signed() {
    return pki.resolve("signed.eml").toString();
  }

  @Test
  void theReportOfAMailIsWrittenToANewFileThatOnlyTheUserCanRead() throws IOException {
    Path page = home.resolve("report.html");

    CommandRun run = open("--report", page.toString(), signed());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("report      " + page);
    assertThat(page)
        .content()
        .contains("<h1>The signature cannot be trusted</h1>", "ming@example.tw");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-------");
  }

  @Test
  void aReportIsNotWrittenOverAFileThatIsThere() throws IOException {
    Path page = Files.writeString(home.resolve("report.html"), "mine");

    CommandRun run = open("--report", page.toString(), signed());

    assertThat(run.status()).isEqualTo(1);
    assertThat(page).content().isEqualTo("mine");
  }

  @Test
  void reportsLieBesideTheOpenedMails() {
    Path out = home.resolve("out");

    CommandRun run = open("--json", "--reports", "--out", out.toString(), signed(), signed());

    List<JsonObject> lines = run.jsonLines();
    assertThat(lines)
        .extracting(line -> line.get("report").getAsString())
        .containsExactly(
            out.resolve("signed.html").toString(), out.resolve("signed-2.html").toString());
    assertThat(out.resolve("signed.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(out.resolve("signed.eml")).content().doesNotContain("<!DOCTYPE html>");
  }

  @Test
  void ofAMailThatIsNeitherSignedNorEncryptedThereIsNoReport() throws IOException {
    Path plain = Files.writeString(home.resolve("plain.eml"), "From: a@example.tw\n\nhello\n");
    Path page = home.resolve("report.html");

    CommandRun run = open("--report", page.toString(), plain.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("report      none");
    assertThat(page).doesNotExist();
  }

  @Test
  void oneFileForTheReportsOfSeveralMailsIsRefused() {
    CommandRun run = open("--report", home.resolve("x").toString(), signed(), signed());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("use --reports with --out");
  }

  @Test
  void reportsWithoutAFolderAreRefused() {
    assertThat(open("--reports", signed()).err()).contains("--reports goes with --out");
  }
}
