package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealpost.introduction.Introduction;
import org.sealpost.introduction.Introductions;
import org.sealpost.store.Store;

class IntroduceCommandTest {
  private static final String PASSWORD = "geheim-密";

  @TempDir Path home;
  private SmtpStage proxy;
  private Path password;

  @BeforeEach
  void start() throws Exception {
    proxy = new SmtpStage(tlsFolder());
    password = Files.createFile(home.resolve("password"), mode("rw-------"));
    Files.writeString(password, PASSWORD + "\nsecond line\n");
    configure(proxy.port(), "required");
  }

  private Path tlsFolder() {
    return home.resolve(".local/state/sealpost/tls");
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
  }

  private void configure(int port, String login) throws Exception {
    Path folder = Files.createDirectories(home.resolve(".config/sealpost"));
    Files.writeString(
        folder.resolve("sealpost.conf"),
        """
        sealpost {
          accounts = [{
            address = "ming@example.tw"
            login = "ming-login"
            smtp = { host = smtp.example.tw, port = 465, tls = implicit, login = %s }
            pop3 = { host = pop.example.tw, port = 995, tls = implicit }
          }]
          listen.smtp = "%s"
        }
        """
            .formatted(login, port < 0 ? "" : "127.0.0.1:" + port));
  }

  private CommandRun introduce(String... arguments) {
    List<String> all = new ArrayList<>(List.of("introduce"));
    all.addAll(List.of(arguments));
    return CommandRun.of(home, all.toArray(String[]::new));
  }

  private CommandRun send(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--password-file", password.toString()));
    all.addAll(List.of(arguments));
    return introduce(all.toArray(String[]::new));
  }

  private List<Introduction> remembered() {
    try (Store store = Store.open(home.resolve(".local/state/sealpost/sealpost.db"))) {
      return new Introductions(store).all();
    }
  }

  @Test
  void eachGetsAMailOfTheirOwn() {
    CommandRun run = send("Mei@Example.tw", "ann@example.org", "mei@example.tw");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("mei@example.tw: sent", "ann@example.org: sent");
    assertThat(proxy.commands)
        .filteredOn(line -> line.startsWith("MAIL") || line.startsWith("RCPT"))
        .containsExactly(
            "MAIL FROM:<ming@example.tw>",
            "RCPT TO:<mei@example.tw>",
            "MAIL FROM:<ming@example.tw>",
            "RCPT TO:<ann@example.org>");
    assertThat(proxy.mails).hasSize(2);
    assertThat(proxy.mails.get(0))
        .contains("To: mei@example.tw\r\n", "X-Sealpost: sign-only\r\n")
        .doesNotContain("ann@example.org");
    assertThat(proxy.mails.get(1)).doesNotContain("mei@example.tw");
    assertThat(remembered()).hasSize(2);
  }

  @Test
  void thePasswordGoesIntoTheLoginAloneAndOnlyItsFirstLine() {
    CommandRun run = send("mei@example.tw");

    String response =
        Base64.getEncoder().encodeToString(("\0ming-login\0" + PASSWORD).getBytes(UTF_8));
    assertThat(proxy.commands).contains("AUTH PLAIN " + response);
    assertThat(run.out() + run.err()).doesNotContain(PASSWORD, response);
  }

  @Test
  void whereOnlyLoginIsOfferedItIsUsed() {
    proxy.offers("250-localhost\r\n250-STARTTLS\r\n250 AUTH CRAM-MD5 LOGIN");
    proxy.replies.put(base64("ming-login"), "334 UGFzc3dvcmQ6");
    proxy.replies.put(base64(PASSWORD), "235 2.7.0 Ok");

    assertThat(send("mei@example.tw").status()).isZero();
    assertThat(proxy.commands).containsSequence("AUTH LOGIN", base64("ming-login"));
    assertThat(proxy.mails).hasSize(1);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void whereNoLoginIsDemandedNoneIsMade() throws Exception {
    configure(proxy.port(), "optional");

    assertThat(introduce("mei@example.tw").status()).isZero();
    assertThat(proxy.commands).noneMatch(line -> line.startsWith("AUTH"));
    assertThat(proxy.mails).hasSize(1);
  }

  @Test
  void withoutATerminalThePasswordIsAskedForByName() {
    CommandRun run = introduce("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no terminal", "--password-file");
    assertThat(proxy.mails).isEmpty();
  }

  @Test
  void attackAStrangerOnThePortWithoutTlsGetsNoPasswordHoweverItGreets() {
    proxy.offers("250-localhost\r\n250 AUTH PLAIN LOGIN");

    assertToldToNobody("STARTTLS");
    assertThat(proxy.commands).containsExactly("EHLO localhost");
  }

  @Test
  void attackAStrangerOnThePortWithItsOwnCertificateGetsNoPassword() throws Exception {
    proxy.close();
    proxy = new SmtpStage(home.resolve("mallory"));
    configure(proxy.port(), "required");

    assertToldToNobody("does not have the key");
    assertThat(proxy.commands).containsSequence("EHLO localhost", "STARTTLS");
  }

  @Test
  void attackWhatIsSaidBeforeTlsIsNotTakenForWhatIsSaidInIt() {
    proxy.replies.put("STARTTLS", "220 Go ahead\r\n250 AUTH PLAIN");

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("not a reply of SMTP");
  }

  private void assertToldToNobody(String why) {
    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("cannot prove that it is Sealpost's proxy", why, "220 localhost Sealpost ESMTP");
    assertThat(proxy.commands)
        .noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    assertThat(proxy.mails).isEmpty();
  }

  @Test
  void whereTheProxyNeverRanNothingThatListensCanBeIt() throws Exception {
    Files.move(tlsFolder(), home.resolve("elsewhere"));

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("has not run with this configuration yet");
    assertThat(proxy.commands).isEmpty();
  }

  @Test
  void aPasswordFileThatIsNotThereIsSaidToBeSo() {
    CommandRun run = introduce("--password-file", home.resolve("nope").toString(), "m@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("nothing was sent", "nope cannot be read");
    assertThat(proxy.commands).noneMatch(line -> line.startsWith("AUTH"));
  }

  @Test
  void aPasswordFileThatOthersCanReadIsNotUsed() throws Exception {
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("other users may read", "0600");
    assertThat(proxy.commands).noneMatch(line -> line.startsWith("AUTH"));
  }

  @Test
  void whatIsPrintedIsForTheUserAlone() throws Exception {
    Path file = home.resolve("mail.eml");

    assertThat(introduce("mei@example.tw", "--print", file.toString()).status()).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whereNoFileCanBeMadeItSaysSo() {
    CommandRun run = introduce("mei@example.tw", "--print", home.resolve("no/m.eml").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no/m.eml: the file cannot be made there");
    assertThat(remembered()).isEmpty();
  }

  @Test
  void aWrongPasswordIsToldAsTheProxyToldIt() {
    proxy.replies.put("AUTH", "535 5.7.8 Not this one");

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("535 5.7.8 Not this one");
    assertThat(proxy.mails).isEmpty();
    assertThat(remembered()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 550 5.7.1 Not that sender",
    "RCPT, 550 5.1.1 Unknown",
    "DATA, 452 4.3.1 No room",
    "., 451 4.7.0 The card-agent asks for the PIN: type it and send again"
  })
  void aRefusalIsShownAsItIsAndLeavesNothingRemembered(String command, String reply) {
    proxy.replies.put(command, reply);

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("mei@example.tw: not sent", reply);
    assertThat(run.out()).isEmpty();
    assertThat(remembered()).isEmpty();
  }

  @Test
  void oneThatIsRefusedDoesNotKeepTheOthersBack() {
    proxy.replies.put("RCPT TO:<mei@", "550 5.1.1 Unknown");

    CommandRun run = send("mei@example.tw", "ann@example.org", "--json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json())
        .extracting(object -> object.get("outcome").getAsString())
        .containsExactly("refused", "sent");
    assertThat(run.json().getFirst().get("reply").getAsString()).isEqualTo("550 5.1.1 Unknown");
    assertThat(remembered()).extracting(Introduction::address).containsExactly("ann@example.org");
  }

  @Test
  void aConnectionThatEndsIsTold() {
    proxy.replies.put("DATA", "");

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the connection to the proxy failed");
    assertThat(remembered()).isEmpty();
  }

  @Test
  void withoutAProxyItSaysHowToStartIt() throws Exception {
    proxy.close();

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("127.0.0.1:" + proxy.port(), "sealpost start", "--print");
  }

  @ParameterizedTest
  @CsvSource({"-1, listen.smtp is empty", "0, port 0"})
  void whereItCannotBeKnownWhereTheProxyListensItSaysSo(int port, String words) throws Exception {
    configure(port, "required");

    CommandRun run = send("mei@example.tw");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(words);
  }

  @Test
  void itCanBePrintedInstead() throws Exception {
    Path file = home.resolve("mail.eml");

    CommandRun run = introduce("mei@example.tw", "--name", "王小明", "--print", file.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(file).content().contains("X-Sealpost: sign-only", "To: mei@example.tw");
    assertThat(proxy.commands).isEmpty();
    assertThat(remembered()).hasSize(1);

    String before = Files.readString(file);
    CommandRun again = introduce("ann@example.org", "--print", file.toString());
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("not overwritten");
    assertThat(file).hasContent(before);
    assertThat(remembered()).hasSize(1);
  }

  @Test
  void whoCanBeEncryptedToGetsNoneUnlessItIsWanted() throws Exception {
    importCertificate();

    CommandRun run = send("mei@example.tw");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("can be encrypted already", "--yes");
    assertThat(proxy.commands).isEmpty();

    assertThat(send("mei@example.tw", "--yes").out()).contains("mei@example.tw: sent");
    assertThat(proxy.mails).hasSize(1);
  }

  private void importCertificate() throws Exception {
    String file =
        CertificatePem.holder("Mei", CertificatePem.ENCRYPT, "mei@example.tw")
            .in(home.resolve("mei.pem"));
    assertThat(CommandRun.of(home, "book", "import", "--address", "mei@example.tw", file).status())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'', to whom",
    "mei, not a mail address",
    "MING@example.tw, own address",
    "--list mei@example.tw, takes no mail addresses",
    "--print x.eml mei@example.tw ann@example.org, one mail address",
    "--account other@example.tw mei@example.tw, not an account"
  })
  void wrongArgumentsAreSaid(String arguments, String words) {
    CommandRun run = introduce(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(words);
    assertThat(proxy.commands).isEmpty();
  }
}
