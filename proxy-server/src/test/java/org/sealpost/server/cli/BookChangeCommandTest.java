package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.book.Source;
import org.sealpost.server.Settings;
import org.sealpost.server.Surroundings;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.Fingerprint;

/** What is shown of a book in which certificates changed. */
class BookChangeCommandTest {
  private static final String MING = "ming@example.tw";

  @TempDir Path home;
  private CertificatePem own;
  private CertificatePem other;

  @BeforeEach
  void fill() throws Exception {
    own = CertificatePem.holder("Ming", CertificatePem.BOTH, MING);
    other = CertificatePem.holder("Someone", CertificatePem.BOTH, MING);
    put(MING, own, new Source(Source.Kind.FILE, "ming.pem"));
    put("wang@example.org", own, new Source(Source.Kind.FILE, "wang.pem"));
    put(MING, other, new Source(Source.Kind.MAIL, "<1@example.tw>"));
  }

  private void put(String address, CertificatePem certificate, Source source) throws Exception {
    Settings settings = Settings.load(Optional.empty(), new Surroundings(home, Map.of()));
    try (Book book = Book.open(settings)) {
      book.certificates()
          .add(address, CertificateFile.parse(certificate.der()), source, Instant.now());
    }
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, arguments);
  }

  @Test
  void aNewCertificateOfAKnownAddressIsMarkedInTheListUntilItIsAcknowledged() {
    CommandRun list = run("book", "list");
    assertThat(list.out().lines()).hasSize(4);
    assertThat(list.out().lines().filter(line -> line.endsWith("  changed"))).hasSize(1);
    assertThat(list.err()).contains("book ack ADDRESS");
    assertThat(run("book", "list", "--json").json().stream().filter(BookChangeCommandTest::changed))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.get("subject").getAsString()).isEqualTo("Someone");
              assertThat(entry.getAsJsonObject("change").get("previous").getAsString())
                  .isEqualTo(own.fingerprint());
            });
    CommandRun seen = run("book", "ack", MING);
    assertThat(seen.status()).isZero();
    assertThat(seen.out()).contains(MING, "Someone");
    assertThat(run("book", "list").err()).isEmpty();
    assertThat(run("book", "ack", MING).status()).isEqualTo(1);
    assertThat(run("book", "ack", "--all").out()).contains("No certificate has changed");
  }

  @Test
  void whatIsAcknowledgedIsShownForComparison() throws Exception {
    CommandRun seen = run("book", "ack", MING);
    assertThat(seen.out())
        .contains(MING, "Someone", "the mail <1@example.tw>", "issuer")
        .contains(Fingerprint.of(CertificateFile.parse(other.der())).printed());
  }

  @Test
  void attackOneThatCameInSinceTheUserLookedIsNotAcknowledgedAlong() throws Exception {
    CertificatePem late = CertificatePem.holder("Late", CertificatePem.BOTH, MING);
    put(MING, late, new Source(Source.Kind.MAIL, "<2@example.tw>"));
    CommandRun refused = run("book", "ack", MING);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("Someone", "Late", "none was acknowledged", "--fingerprint");
    String seen = other.fingerprint().substring(0, 12).toUpperCase(Locale.ROOT);
    CommandRun run = run("book", "ack", MING, "--fingerprint", seen);
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Someone").doesNotContain("Late");
    assertThat(run("book", "list", "--json").json().stream().filter(BookChangeCommandTest::changed))
        .singleElement()
        .satisfies(it -> assertThat(it.get("subject").getAsString()).isEqualTo("Late"));
    assertThat(run("book", "ack", MING, "--fingerprint", seen).err()).contains("no certificate of");
  }

  @Test
  void attackAnImportForAKnownAddressWaitsAndIsToldWithBothFingerprints() throws Exception {
    CertificatePem mallorys = CertificatePem.holder("Mallory", CertificatePem.BOTH, MING);
    String file = mallorys.in(home.resolve("mallory.pem"));
    CommandRun waiting = run("book", "import", "--address", MING, file);
    assertThat(waiting.status()).isZero();
    assertThat(waiting.err())
        .contains("no mail is encrypted to it yet", "book ack " + MING)
        .contains(Fingerprint.of(CertificateFile.parse(mallorys.der())).printed())
        .contains(Fingerprint.of(CertificateFile.parse(own.der())).printed());
    assertThat(run("book", "show", MING, "--json").json().getFirst().get("subject").getAsString())
        .isEqualTo("Ming");
    assertThat(run("book", "import", "--address", MING, "--ack", file).out())
        .contains("had the certificate of Mallory already");
    assertThat(run("book", "ack", "--all").out()).contains("Someone").doesNotContain("Mallory");
  }

  private static boolean changed(JsonObject entry) {
    return entry.get("changed").getAsBoolean();
  }

  @Test
  void allChangesAreAcknowledgedAtOnce() {
    assertThat(run("book", "ack", "--all", "--json").json())
        .singleElement()
        .satisfies(change -> assertThat(change.get("address").getAsString()).isEqualTo(MING));
    assertThat(run("book", "list").err()).isEmpty();
  }

  @Test
  void toAcknowledgeTakesAnAddressOrAll() {
    assertThat(run("book", "ack").status()).isEqualTo(2);
    assertThat(run("book", "ack", "--all", MING).status()).isEqualTo(2);
    assertThat(run("book", "ack", "nobody").status()).isEqualTo(2);
    assertThat(run("book", "ack", "--all", "--fingerprint", "12345678").status()).isEqualTo(2);
    assertThat(run("book", "ack", MING, "--fingerprint", "123").err()).contains("8 digits");
  }

  @Test
  void theListCanBeOfThoseWithAPartInTheAddress() {
    assertThat(run("book", "list", "WANG").out().lines()).hasSize(2);
    assertThat(run("book", "list", "nobody").out()).contains("no address with nobody in it");
  }

  @Test
  void everythingIsShownOfEachCertificateOfAnAddress() throws Exception {
    CommandRun run = run("book", "show", MING);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("ming@example.tw: Ming", "Yes: mail to this address is encrypted to it")
        .contains("ming@example.tw: Someone", "leads to no")
        .contains("ask its holder by another way", "book ack " + MING)
        .contains("EC-256", "you: ming.pem", "the mail <1@example.tw>");
    assertThat(run("book", "show", MING, "--json").json())
        .satisfiesExactly(
            first -> {
              assertThat(first.get("chosen").getAsBoolean()).isTrue();
              assertThat(first.get("fingerprint").getAsString()).isEqualTo(own.fingerprint());
            },
            second -> {
              assertThat(second.get("usable").getAsBoolean()).isFalse();
              assertThat(second.get("changed").getAsBoolean()).isTrue();
            });
  }

  @Test
  void aFingerprintNamesOneCertificateUnderAllItsAddresses() throws Exception {
    assertThat(run("book", "show", own.fingerprint().substring(0, 12), "--json").json())
        .extracting(entry -> entry.get("address").getAsString())
        .containsExactly(MING, "wang@example.org");
    assertThat(run("book", "remove", own.fingerprint()).status()).isZero();
    assertThat(run("book", "list", "--json").json())
        .extracting(entry -> entry.get("subject").getAsString())
        .containsExactly("Someone");
    assertThat(run("book", "show", own.fingerprint()).err()).contains("not in the book");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThat(run("book", "show", "nobody@example.tw").err()).contains("no certificate under");
    assertThat(run("book", "show", "nobody").status()).isEqualTo(2);
  }
}
