package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sealpost.server.cli.CertificatePem.BOTH;
import static org.sealpost.server.cli.CertificatePem.ENCRYPT;
import static org.sealpost.server.cli.CertificatePem.SIGN;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.failure.Words;
import org.sealpost.store.Store;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.Decision;
import org.sealpost.trust.PinnedAnchors;
import org.sealpost.trust.decisions.Decisions;

class TrustCommandTest {
  @TempDir private Path home;
  @TempDir private Path files;
  private CertificatePem mei;
  private String meiFile;

  @BeforeEach
  void makeCertificate() throws Exception {
    mei = CertificatePem.holder("Mei", BOTH, "mei@example.tw");
    meiFile = mei.in(files.resolve("mei.pem"));
  }

  @Test
  void whoSaidNothingIsToldHowAndSeesWhatSealpostKnowsByFingerprint() {
    CommandRun run = run("list");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("sealpost trust allow").contains("known by fingerprint");
    assertThat(run("list", "--json").json())
        .extracting(object -> text(object, "subject"), object -> text(object, "source"))
        .containsExactly(
            tuple("GRCA-G3", "pinned"),
            tuple("GRCA2", "pinned"),
            tuple("MOICA-G3", "pinned"),
            tuple("MOICA2", "pinned"));
  }

  @Test
  void everyAnchorKnownByFingerprintHasAName() {
    assertThat(PinnedAnchors.moica().sha256())
        .allSatisfy(
            hex -> assertThat(Words.beside(Screen.class).text("pinned." + hex)).isNotEmpty());
  }

  @Test
  void anAllowedCertificateIsListedWithItsLastDayAndItsNote() throws Exception {
    CommandRun run = run("allow", meiFile, "--until", "90 days", "--note", "met her");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("You trust the certificate of Mei from now on.")
        .contains(printed(mei))
        .contains("a revocation that is known counts all the same")
        .contains("compare the fingerprint");
    String day = LocalDate.now(ZoneId.systemDefault()).plusDays(90).toString();
    assertThat(run("list").out()).containsPattern("allowed +Mei +.*" + day + " +met her");
    JsonObject listed = only("allow");
    assertThat(text(listed, "fingerprint")).isEqualTo(mei.fingerprint());
    assertThat(text(listed, "note")).isEqualTo("met her");
    assertThat(listed.get("counts").getAsBoolean()).isTrue();
  }

  @Test
  void theLastDecisionCountsAndTheOneBeforeIsTold() {
    run("allow", meiFile);
    CommandRun denied = run("deny", meiFile, "--note", "key stolen");
    assertThat(denied.status()).isZero();
    assertThat(denied.out())
        .contains("You had allowed it on")
        .contains("You never trust the certificate of Mei")
        .contains("whoever vouches for it");
    assertThat(listed()).containsExactly("deny Mei");
  }

  @Test
  void aDecisionThatRanOutIsShownAsSuch() throws Exception {
    run("allow", meiFile);
    try (Store store = Store.open(storeFile())) {
      new Decisions(store)
          .decide(
              CertificateFile.parse(mei.der()),
              new Decision(
                  Decision.Kind.ALLOW,
                  Instant.parse("2025-01-01T12:00:00Z"),
                  Optional.of(Instant.parse("2025-03-01T12:00:00Z")),
                  ""));
    }
    assertThat(run("list").out()).containsPattern("allowed +Mei .*2025-03-01 \\(ran out\\)");
    assertThat(only("allow").get("counts").getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"64, false", "64, true", "12, false", "8, true"})
  void aKnownCertificateIsNamedByItsFingerprint(int digits, boolean printed) throws Exception {
    run("allow", meiFile);
    String written = mei.fingerprint().substring(0, digits);
    if (printed) {
      written = written.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    }
    assertThat(run("deny", written).status()).isZero();
    assertThat(listed()).containsExactly("deny Mei");
  }

  @Test
  void anAddressNamesTheCertificateThatTheBookHasForIt() {
    CommandRun.of(home, "book", "import", "--address", "mei@example.tw", meiFile);
    assertThat(run("deny", "Mei@Example.TW").status()).isZero();
    assertThat(listed()).containsExactly("deny Mei");
  }

  @Test
  void ofSeveralCertificatesOfAnAddressTheUserHasToChoose() throws Exception {
    CertificatePem other = CertificatePem.holder("Mei", ENCRYPT, "mei@example.tw");
    CommandRun.of(
        home,
        "book",
        "import",
        "--address",
        "mei@example.tw",
        meiFile,
        other.in(files.resolve("other.pem")));
    CommandRun run = run("allow", "mei@example.tw");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("2 certificates are known for mei@example.tw")
        .contains(mei.fingerprint().substring(0, 16))
        .contains(other.fingerprint().substring(0, 16))
        .contains("for signing and encryption")
        .contains("nothing was changed");
    assertThat(listed()).isEmpty();
    assertThat(run("allow", other.fingerprint().substring(0, 16)).status()).isZero();
    assertThat(text(only("allow"), "fingerprint")).isEqualTo(other.fingerprint());
  }

  @Test
  void aFileWithSeveralCertificatesIsRefusedWithTheirNames() throws Exception {
    CertificatePem.holder("Ming", SIGN).in(files.resolve("mei.pem"));
    CommandRun run = run("allow", meiFile);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("Mei, issued by").contains("Ming, issued by");
    assertThat(listed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nobody@example.tw, no certificate is known for nobody@example.tw",
    "00112233445566, no certificate is known whose fingerprint begins with 00112233445566",
    "Mei, is no file",
    "1234567, at least 8 digits",
  })
  void whatNamesNoCertificateIsRefusedWithWhatToDo(String written, String words) {
    for (String command : List.of("allow", "deny", "remove")) {
      CommandRun run = run(command, written);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains(words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "2020-01-01", "2026-02-30", "-3 days", "0 days", "90"})
  void aLastDayThatIsNoneIsAUsageError(String until) {
    CommandRun run = run("allow", meiFile, "--until=" + until);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--until").contains('"' + until + '"');
    assertThat(listed()).isEmpty();
  }

  @Test
  void aCaIsNotAllowedByADecisionAndTheWayToTrustItIsTold() throws Exception {
    String file = CertificatePem.authority("My CA").in(files.resolve("ca.pem"));
    CommandRun allowed = run("allow", file);
    assertThat(allowed.status()).isEqualTo(1);
    assertThat(allowed.err()).contains("sealpost trust import");
    assertThat(listed()).isEmpty();
  }

  @Test
  void aCaThatIsDeniedIsListedAndWhatItMeansIsTold() throws Exception {
    CommandRun denied = run("deny", CertificatePem.authority("My CA").in(files.resolve("ca.pem")));
    assertThat(denied.status()).isZero();
    assertThat(denied.out()).contains("nothing that it issued is trusted");
    assertThat(listed()).hasSize(1);
  }

  @Test
  void anImportedCaIsListedWithItsScopeAndItsFile() throws Exception {
    CertificatePem ca = CertificatePem.authority("My CA");
    CommandRun run =
        run(
            "import",
            ca.in(files.resolve("ca.pem")),
            "--for",
            "@Example.ORG",
            "--for",
            "Ming@example.tw");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("Imported the certificate of the CA My CA")
        .contains(printed(ca))
        .contains("counts for   @example.org, ming@example.tw");
    assertThat(run.err()).isEmpty();
    assertThat(run("list").out())
        .containsPattern("My CA +[0-9a-f]{16} +@example.org, ming@example.tw .*ca\\.pem");
    JsonObject anchor = imported();
    assertThat(anchor.get("scope").getAsJsonArray().asList())
        .extracting(JsonElement::getAsString)
        .containsExactly("@example.org", "ming@example.tw");
    assertThat(text(anchor, "file")).isEqualTo("ca.pem");
  }

  @Test
  void importedAgainTheLastScopeCountsAndTheOneBeforeIsTold() throws Exception {
    String file = CertificatePem.authority("My CA").in(files.resolve("ca.pem"));
    run("import", file, "--for", "@example.org");
    assertThat(run("import", file).out())
        .contains("imported before, for @example.org")
        .contains("counts for   all addresses");
    assertThat(imported().get("scope").getAsJsonArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "@", "", "@a b", "ming"})
  void attackAScopeThatIsNoneDoesNotBecomeOneForAll(String scope) throws Exception {
    String file = CertificatePem.authority("My CA").in(files.resolve("ca.pem"));
    CommandRun run = run("import", file, "--for", scope);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("neither a mail address nor a domain");
    assertThat(listed()).isEmpty();
  }

  @Test
  void aHoldersOwnCertificateIsImportedForItselfAlone() {
    CommandRun run = run("import", meiFile);
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("It is no CA's: it alone is trusted.");
  }

  @Test
  void anExpiredCaIsImportedWithAWarning() throws Exception {
    CommandRun run =
        run("import", CertificatePem.expiredAuthority("Old CA").in(files.resolve("old.pem")));
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("Old CA expired on").contains("nothing is trusted");
  }

  @Test
  void whatCannotBeImportedDoesNotStopTheOthers() throws Exception {
    String useless =
        CertificatePem.holder("Useless", KeyUsage.cRLSign).in(files.resolve("useless.pem"));
    String text = Files.writeString(files.resolve("text.txt"), "no certificate").toString();
    CommandRun run = run("import", files.resolve("missing.pem").toString(), useless, text, meiFile);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("missing.pem").contains("Useless").contains("text.txt");
    assertThat(imported().get("subject").getAsString()).isEqualTo("Mei");
  }

  @Test
  void whatWasSaidIsTakenBackAtOnce() {
    run("allow", meiFile);
    run("import", meiFile);
    CommandRun.of(home, "book", "bind", meiFile, "mei@example.org");
    assertThat(listed()).containsExactly("allow Mei", "binding Mei", "anchor Mei");
    CommandRun run = run("remove", "mei@example.tw");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("You trust the certificate of Mei no more")
        .contains("bound to mei@example.org no more")
        .contains("no imported anchor any more");
    assertThat(listed()).isEmpty();
    CommandRun again = run("remove", meiFile);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("you have said nothing of the certificate of Mei");
  }

  @Test
  void ofSeveralCertificatesOfAnAddressTheOneThatWasSpokenOfIsTakenBack() throws Exception {
    CertificatePem other = CertificatePem.holder("Mei", ENCRYPT, "mei@example.tw");
    CommandRun.of(
        home,
        "book",
        "import",
        "--address",
        "mei@example.tw",
        meiFile,
        other.in(files.resolve("other.pem")));
    run("deny", meiFile);
    assertThat(run("remove", "mei@example.tw").status()).isZero();
    assertThat(listed()).isEmpty();
  }

  @Test
  void aConfiguredAnchorIsListedAndItsRemovalToldToBeTheConfigurations() throws Exception {
    CertificatePem ca = CertificatePem.authority("My CA");
    String file = ca.in(files.resolve("ca.pem"));
    Path configuration = home.resolve(".config/sealpost/sealpost.conf");
    Files.createDirectories(configuration.getParent());
    Files.writeString(configuration, "sealpost { trust.anchors = [\"" + file + "\"] }");
    assertThat(run("list").out()).containsPattern("My CA .*the setting trust.anchors, .*ca\\.pem");
    CommandRun run = run("remove", ca.fingerprint().substring(0, 10));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("trust.anchors").contains(file);
    CommandRun imported = run("import", file, "--for", "@example.org");
    assertThat(imported.status()).isZero();
    assertThat(imported.err()).contains("an anchor for all addresses all the same").contains(file);
  }

  @Test
  void attackANoteWithLineEndsAndControlsStaysOneHarmlessLine() {
    run("allow", meiFile, "--note", "fine\n  denied  Eve\u001b[2J");
    assertThat(run("list").out()).contains("fine denied Eve [2J").doesNotContain("\u001b");
  }

  private CommandRun run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "trust";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.of(home, all);
  }

  /** Kind and subject of all but what Sealpost knows by itself. */
  private List<String> listed() {
    return own().stream().map(o -> text(o, "kind") + " " + text(o, "subject")).toList();
  }

  private List<JsonObject> own() {
    return run("list", "--json").json().stream()
        .filter(object -> !object.has("source") || !text(object, "source").equals("pinned"))
        .toList();
  }

  private JsonObject only(String kind) {
    List<JsonObject> found = own();
    assertThat(found).hasSize(1);
    assertThat(text(found.getFirst(), "kind")).isEqualTo(kind);
    return found.getFirst();
  }

  private JsonObject imported() {
    JsonObject anchor = only("anchor");
    assertThat(text(anchor, "source")).isEqualTo("imported");
    return anchor;
  }

  private Path storeFile() throws Exception {
    try (var all = Files.walk(home)) {
      return all.filter(path -> path.endsWith("sealpost.db")).findFirst().orElseThrow();
    }
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }

  private static String printed(CertificatePem certificate) throws Exception {
    return certificate.fingerprint().toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
  }
}
