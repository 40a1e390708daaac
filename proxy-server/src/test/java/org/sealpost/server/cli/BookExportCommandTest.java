package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.api.CardCertificate;
import org.sealpost.card.api.KeyPurpose;
import org.sealpost.card.api.TokenInfo;
import org.sealpost.card.api.TokenState;
import org.sealpost.trust.CertificateFile;

/** Certificates that go out of the book into files for others. */
@Timeout(60)
class BookExportCommandTest {
  private static final String MING = "ming@example.tw";
  private static final String WANG = "wang@example.org";

  @TempDir Path home;
  private CertificatePem ming;
  private Path config;

  @BeforeEach
  void fill() throws Exception {
    config =
        Files.writeString(
            home.resolve("my.conf"),
            """
            sealpost {
              runtime-dir = "%s"
              accounts = [{
                address = "own@example.tw"
                smtp { host = "smtp.example.tw", port = 465, tls = implicit }
                pop3 { host = "pop.example.tw", port = 995, tls = implicit }
              }]
            }
            """
                .formatted(home.resolve("run")));
    ming = CertificatePem.holder("Ming", CertificatePem.BOTH, MING);
    CertificatePem wang = CertificatePem.holder("Wang", CertificatePem.ENCRYPT, WANG);
    assertThat(run("book", "import", "--address", MING, ming.in(home.resolve("ming.pem"))).status())
        .isZero();
    assertThat(run("book", "import", "--address", WANG, wang.in(home.resolve("wang.pem"))).status())
        .isZero();
  }

  private CommandRun run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--config", config.toString()));
    return CommandRun.of(home, arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pem", "p7b", "p7c", "vcard", "ldif"})
  void whatIsExportedCanBeImportedElsewhere(String format, @TempDir Path other) throws Exception {
    Path file = other.resolve("book");
    CommandRun run =
        run("book", "export", "--all", "--format", format, "--output", file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("wrote 2 certificates");
    CommandRun.of(other, "trust", "allow", home.resolve("ming.pem").toString());
    CommandRun.of(other, "trust", "allow", home.resolve("wang.pem").toString());
    assertThat(CommandRun.of(other, "book", "import", file.toString()).status()).isZero();
    assertThat(CommandRun.of(other, "book", "list", "--json").json())
        .extracting(entry -> entry.get("address").getAsString())
        .containsExactly(MING, WANG);
  }

  @Test
  void theWholeBookIsListedAsItIsWritten() throws Exception {
    Path file = home.resolve("book.p7b");
    String[] words = {
      "book", "export", "--all", "--format", "p7b", "--output", file.toString(), "--json"
    };
    assertThat(run(words).json())
        .extracting(BookExportCommandTest::address)
        .containsExactly(MING, WANG);
    CommandRun again = run(words);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.jsonLines().getFirst().get("error").getAsString())
        .contains("is there already");
  }

  @Test
  void nothingIsWrittenWhereThereIsNothing(@TempDir Path other) {
    Path file = other.resolve("book.pem");
    CommandRun run =
        CommandRun.of(
            other, "book", "export", "--all", "--format", "pem", "--output", file.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("nothing to export");
    assertThat(file).doesNotExist();
  }

  @Test
  void withoutAFileTheCertificatesAreTheOutput() throws Exception {
    assertThat(run("book", "export", MING, "--format", "pem").out())
        .containsOnlyOnce("BEGIN CERTIFICATE");
    assertThat(run("book", "export", "--all", "--format", "vcard").out())
        .contains("FN:Ming", "FN:Wang");
  }

  @Test
  void derHoldsOneAlone() throws Exception {
    Path file = home.resolve("ming.der");
    assertThat(run("book", "export", "--all", "--format", "der").err()).contains("these are 2");
    run("book", "export", MING, "--format", "der", "--output", file.toString());
    assertThat(file).hasBinaryContent(ming.der());
  }

  @Test
  void aFileThatIsThereStaysUnlessTheUserSaysOtherwise() throws Exception {
    Path file = Files.writeString(home.resolve("there"), "mine");
    String[] words = {"book", "export", MING, "--format", "der", "--output", file.toString()};
    CommandRun refused = run(words);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("is there already", "--force");
    assertThat(file).hasContent("mine");
    List<String> forced = new ArrayList<>(List.of(words));
    forced.add("--force");
    assertThat(run(forced.toArray(String[]::new)).status()).isZero();
    assertThat(file).hasBinaryContent(ming.der());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(home)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @Test
  void anAddressWithoutACertificateStopsTheExport() {
    CommandRun run = run("book", "export", MING, "nobody@example.tw", "--format", "pem");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nobody@example.tw");
  }

  @Test
  void whatToExportIsSaidInOneWay() {
    assertThat(run("book", "export", "--format", "pem").status()).isEqualTo(2);
    assertThat(run("book", "export", "--all", MING, "--format", "pem").status()).isEqualTo(2);
    assertThat(run("book", "export", MING).status()).isEqualTo(2);
    assertThat(run("book", "export", MING, "--format", "zip").status()).isEqualTo(2);
    assertThat(run("book", "export", MING, "--format", "pem", "--json").status()).isEqualTo(2);
  }

  @Test
  void onesOwnCertificatesComeFromTheCardWithTheCasAboveThem() throws Exception {
    CertificatePem own = CertificatePem.holder("Me", CertificatePem.SIGN, "own@example.tw");
    CertificatePem encryption =
        CertificatePem.holder("Me", CertificatePem.ENCRYPT, "own@example.tw");
    CertificatePem others = CertificatePem.holder("Other", CertificatePem.BOTH, "o@example.tw");
    run("trust", "import", own.in(home.resolve("own.pem")));
    Path file = home.resolve("own.p7b");
    try (FakeAgent _ = agent(own, encryption, others)) {
      CommandRun run =
          run(
              "book",
              "export",
              "--own",
              "OWN@example.tw",
              "--format",
              "p7b",
              "--output",
              file.toString(),
              "--json");
      assertThat(run.err()).isEmpty();
      assertThat(run.json())
          .hasSize(2)
          .extracting(BookExportCommandTest::address)
          .containsOnly("own@example.tw");
      assertThat(CertificateFile.read(file))
          .containsExactlyInAnyOrder(
              CertificateFile.parse(own.der()), CertificateFile.parse(encryption.der()));
      assertThat(run("book", "export", "--own", MING, "--format", "pem").err())
          .contains("not an account of the configuration");
    }
    try (FakeAgent _ = agent(others)) {
      assertThat(run("book", "export", "--own", "own@example.tw", "--format", "pem").err())
          .contains("Put the card in");
    }
  }

  private static String address(JsonObject object) {
    return object.get("address").getAsString();
  }

  private FakeAgent agent(CertificatePem... certificates) throws IOException {
    List<CardCertificate> held = new ArrayList<>();
    for (CertificatePem certificate : certificates) {
      held.add(
          new CardCertificate(
              "0" + held.size(), Set.of(KeyPurpose.SIGN), certificate.der(), List.of()));
    }
    Path socket = home.resolve("run/agent.sock");
    Files.deleteIfExists(socket);
    return new FakeAgent(
        socket,
        new TokenInfo("1", "Card", "reader", TokenState.LOCKED, OptionalInt.empty(), true, held));
  }
}
