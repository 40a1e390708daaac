package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
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

/**
 * Every way of logging in, and what else a client may say of a mail, between programs of others:
 * mpop, msmtp, curl and fetchmail on this side of the proxy, Dovecot and Postfix on the other. The
 * servers' own logs tell which way was taken.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaysToLogInTest {
  private static final String MING = "ming@example.test";
  private static final String HUA = "\u83ef@example.test";

  private static final String OUTSIDE = "outside@example.test";

  /** What Dovecot's log and Postfix's log say of a login. */
  private static final String FETCHED = "Login: user=<" + MING + ">, method=";

  private static final String SENT = "sasl_method=";

  @TempDir static Path folder;
  private PostfixAndDovecot servers;
  private Installation side;

  @BeforeAll
  void start() throws Exception {
    Authority authority = new Authority("Login CA");
    servers = PostfixAndDovecot.start(authority, List.of(MING, HUA));
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(authority.person("Ming", MING), MING, servers.submission(), servers.pop3()));
    side.start();
    servers.deliver(MING, SampleMail.plain(OUTSIDE, MING, "hello", "hello\r\n").bytes());
  }

  @AfterAll
  void stop() {
    if (side != null) {
      side.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "login",
        "cram-md5",
        "scram-sha-1",
        "scram-sha-256",
        "xoauth2",
        "oauthbearer"
      })
  void mpopFetchesWith(String method) throws Exception {
    Programs.need("mpop");
    Path target = Files.createTempDirectory(folder, "mpop");
    for (String name : List.of("cur", "new", "tmp")) {
      Files.createDirectories(target.resolve(name));
    }
    Path configuration =
        configuration(
            """
            account default
            host 127.0.0.1
            port %d
            auth %s
            user %s
            password %s
            tls off
            keep on
            uidls_file %s/uidls
            delivery maildir %s
            """
                .formatted(side.pop3Port(), method, MING, secret(method), target, target));
    long before = logins(FETCHED, method);

    Programs.run("mpop", "-C", configuration.toString()).succeeds();

    assertThat(target.resolve("new")).isNotEmptyDirectory();
    awaitLogins(FETCHED, method, before + 1);
  }

  @Test
  void curlFetchesWithOauthbearer() throws Exception {
    Programs.need("curl");
    Path configuration =
        configuration(
            """
            url = "pop3://127.0.0.1:%d/1"
            user = "%s:"
            oauth2-bearer = "%s"
            silent
            show-error
            """
                .formatted(side.pop3Port(), MING, PostfixAndDovecot.token(MING)));
    long before = logins(FETCHED, "oauthbearer");

    Programs.Run run = Programs.run("curl", "-K", configuration.toString()).succeeds();

    assertThat(run.output()).contains("Subject: hello");
    awaitLogins(FETCHED, "oauthbearer", before + 1);
  }

  @Test
  void fetchmailFetchesWithApop() throws Exception {
    Programs.need("fetchmail");
    Path target = Files.createTempDirectory(folder, "fetchmail");
    Path configuration =
        configuration(
            """
            poll 127.0.0.1 service %d protocol apop
              user "%s" password "%s" keep fetchall no rewrite sslproto '' mda "cat > %s/mail"
            """
                .formatted(side.pop3Port(), MING, PostfixAndDovecot.PASSWORD, target));
    long before = logins(FETCHED, "apop");

    Programs.run(
            "fetchmail",
            "-f",
            configuration.toString(),
            "--nosyslog",
            "--pidfile",
            target.resolve("pid").toString(),
            "-i",
            target.resolve("ids").toString())
        .succeeds();

    assertThat(target.resolve("mail")).isNotEmptyFile();
    awaitLogins(FETCHED, "apop", before + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "login",
        "cram-md5",
        "scram-sha-1",
        "scram-sha-256",
        "xoauth2",
        "oauthbearer"
      })
  void msmtpSendsWith(String method) throws Exception {
    long before = logins(SENT, method);

    msmtp(method, secret(method)).succeeds();

    awaitLogins(SENT, method, before + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scram-sha-256", "oauthbearer", "xoauth2"})
  void aWrongSecretIsTheRealServersToRefuse(String method) throws Exception {
    Programs.Run run = msmtp(method, "wrong");

    assertThat(run.status()).isNotZero();
    assertThat(run.output()).contains("535 5.7.8");
  }

  @Test
  void deliveryStatusIsReportedAsTheClientAskedFor() throws Exception {
    int before = servers.mailbox(MING).size();

    msmtp("plain", PostfixAndDovecot.PASSWORD, "--dsn-notify=success", "--dsn-return=hdrs")
        .succeeds();

    // The mail itself and the report on it.
    assertThat(servers.awaitMails(MING, before + 2))
        .extracting(mail -> new String(mail, StandardCharsets.ISO_8859_1))
        .anySatisfy(mail -> assertThat(mail).contains("multipart/report", "Action: delivered"));
  }

  @Test
  void anAddressWithOtherThanAsciiCharactersIsReached() throws Exception {
    Programs.need("curl");
    Path mail = mail();
    Path configuration =
        configuration(
            """
            url = "smtp://127.0.0.1:%d"
            user = "%s:%s"
            mail-from = "%s"
            mail-rcpt = "%s"
            upload-file = "%s"
            silent
            show-error
            """
                .formatted(side.smtpPort(), MING, PostfixAndDovecot.PASSWORD, MING, HUA, mail));

    Programs.run("curl", "-K", configuration.toString()).succeeds();

    awaitLog(
        log ->
            log.lines().anyMatch(l -> l.contains("to=<" + HUA + ">") && l.contains("status=sent")));
  }

  private Programs.Run msmtp(String method, String secret, String... options) throws Exception {
    Programs.need("msmtp");
    Path configuration =
        configuration(
            """
            account default
            host 127.0.0.1
            port %d
            from %s
            auth %s
            user %s
            password %s
            tls off
            """
                .formatted(side.smtpPort(), MING, method, MING, secret));
    List<String> command = new java.util.ArrayList<>(List.of("msmtp", "-C"));
    command.add(configuration.toString());
    command.addAll(List.of(options));
    command.add(MING);
    return Programs.run(command, mail());
  }

  private static String secret(String method) {
    return method.equals("xoauth2") || method.equals("oauthbearer")
        ? PostfixAndDovecot.token(MING)
        : PostfixAndDovecot.PASSWORD;
  }

  private static Path mail() throws Exception {
    Path file = Files.createTempFile(folder, "mail", ".eml");
    return Files.write(file, SampleMail.plain(MING, MING, "to myself", "hello\r\n").bytes());
  }

  /** These programs refuse a file with a password in it that others may read. */
  private static Path configuration(String text) throws IOException {
    Path file = Files.createTempFile(folder, "configuration", "");
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private long logins(String words, String method) throws IOException {
    String wanted = words + method.toUpperCase(Locale.ROOT) + ",";
    return servers.logs().lines().filter(line -> line.contains(wanted)).count();
  }

  private void awaitLogins(String words, String method, long count) throws Exception {
    awaitLog(_ -> logins(words, method) == count);
  }

  private interface LogLook {
    boolean at(String log) throws IOException;
  }

  /** The servers write their logs a moment after their replies. */
  private void awaitLog(LogLook look) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 100; attempt++) {
      if (look.at(servers.logs())) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not in the servers' logs:\n" + servers.logs());
  }
}
