package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.book.Source;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.trust.CertificateFile;

/** What is shown of a book beside which a directory has answered. */
class BookDirectoryCommandTest {
  private static final String MEI = "mei@ministry.tw";
  private static final String MING = "ming@example.tw";
  private static final String BOOK = "book";

  @TempDir private Path home;
  private Path configuration;
  private CertificatePem told;

  @BeforeEach
  void fill() throws Exception {
    configuration =
        Files.writeString(
            home.resolve("directories.conf"),
            "sealpost { state-dir = \"state\", directories.smimea.enabled = true }\n");
    told = CertificatePem.holder("Chen Mei", CertificatePem.BOTH, MEI);
    CertificatePem known = CertificatePem.holder("Ming", CertificatePem.BOTH, MING);
    Settings settings = Settings.load(Optional.of(configuration), new Surroundings(home, Map.of()));
    long now = Instant.now().getEpochSecond();
    byte[] fingerprint = HexFormat.of().parseHex(told.fingerprint());
    try (Book book = Book.open(settings)) {
      book.certificates()
          .add(
              MING,
              CertificateFile.parse(known.der()),
              new Source(Source.Kind.FILE, "ming.pem"),
              Instant.now());
      book.store()
          .jdbi()
          .useHandle(
              handle -> {
                handle.execute("insert into certificate values (?, ?)", fingerprint, told.der());
                handle.execute(
                    "insert into directory_answer values ('smimea root', ?, ?, ?)",
                    MEI,
                    now,
                    now + 3600);
                handle.execute(
                    "insert into directory_certificate values ('smimea root', ?, 0, ?)",
                    MEI,
                    fingerprint);
                for (String address : new String[] {MEI, MING}) {
                  handle.execute("insert into directory_find values (?, 'DNS', ?)", address, now);
                }
              });
    }
  }

  @Test
  void whatADirectorySaidStandsInTheListWithItsNameAndHowLongItCounts() throws Exception {
    assertThat(run(BOOK, "list").out().lines())
        .anySatisfy(line -> assertThat(line).contains(MING, "file ming.pem"))
        .anySatisfy(
            line -> assertThat(line).contains(MEI, "Chen Mei", "directory DNS, fresh until 20"));
    assertThat(run(BOOK, "list", "ministry", "--json").json())
        .singleElement()
        .satisfies(BookDirectoryCommandTest::isOfTheDirectory)
        .satisfies(
            it -> assertThat(it.get("fingerprint").getAsString()).isEqualTo(told.fingerprint()));
    assertThat(run(BOOK, "list", "example").out()).doesNotContain("directory");
  }

  @Test
  void whatADirectorySaidIsShownAndJudged() {
    CommandRun shown = run(BOOK, "show", MEI);
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("The directory DNS has the certificate of Chen Mei for " + MEI)
        .contains("It cannot be used: ");
    assertThat(run(BOOK, "show", MEI, "--json").json())
        .singleElement()
        .satisfies(BookDirectoryCommandTest::isOfTheDirectory)
        .satisfies(it -> assertThat(it.get("usable").getAsBoolean()).isFalse())
        .satisfies(it -> assertThat(it.get("problem").getAsString()).isNotEmpty());
    assertThat(run(BOOK, "show", MING).out()).contains("Ming").doesNotContain("directory");
  }

  @Test
  void toRemoveAnAddressForgetsAlsoThatADirectoryHadIt() {
    CommandRun mei = run(BOOK, "remove", MEI);
    assertThat(mei.status()).as(mei.err()).isZero();
    assertThat(mei.out())
        .contains("Forgot that a directory once had a certificate for " + MEI)
        .contains("Mails to " + MEI + " leave unencrypted");
    assertThat(run(BOOK, "remove", MEI).status()).isEqualTo(1);
    CommandRun ming = run(BOOK, "remove", MING);
    assertThat(ming.out()).contains("Took the certificate of Ming").contains("Forgot");
    assertThat(run(BOOK, "remove", MING).status()).isEqualTo(1);
  }

  private static void isOfTheDirectory(JsonObject entry) {
    assertThat(entry.get("address").getAsString()).isEqualTo(MEI);
    assertThat(entry.get("source").getAsString()).isEqualTo("directory");
    assertThat(entry.get("detail").getAsString()).isEqualTo("DNS");
    assertThat(Instant.parse(entry.get("freshUntil").getAsString())).isAfter(Instant.now());
  }

  private CommandRun run(String command, String part, String... rest) {
    String[] all = new String[rest.length + 4];
    all[0] = command;
    all[1] = part;
    all[2] = "--config";
    all[3] = configuration.toString();
    System.arraycopy(rest, 0, all, 4, rest.length);
    return CommandRun.of(home, all);
  }
}
