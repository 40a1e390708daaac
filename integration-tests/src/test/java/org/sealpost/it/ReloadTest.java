package org.sealpost.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.Person;
import org.sealpost.harness.SealpostCommand;
import org.sealpost.harness.ServerAddress;

/** A running proxy whose configuration changes. */
class ReloadTest {
  private static final String MING = "ming@example.test";
  private static final Authority AUTHORITY = new Authority("Reload CA");
  private static final Person PERSON = AUTHORITY.person("王小明", MING);

  /** A line of the JVM's histogram. */
  private static final Pattern INSTANCES =
      Pattern.compile(
          "(?m)^ *\\d+: +(\\d+) +\\d+ +org\\.sealpost\\.(?:\\w+\\.)*"
              + "(VerdictCompletion|CrlStore|CertificateTrust|HttpFetcher|CardAuthorities)\\b(?!\\$).*$");

  @TempDir Path folder;
  private EmbeddedMailServer server;
  private Installation side;
  private NotifyJudge manager;

  @BeforeEach
  void start() throws Exception {
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
    side =
        Installation.create(
            folder.resolve("ming"), Setup.of(PERSON, MING, server.smtp(), server.pop3()));
    Path socket = folder.resolve("notify");
    manager = new NotifyJudge(socket);
    side.startProxy(Map.of("NOTIFY_SOCKET", socket.toString()));
    assertThat(manager.next()).startsWith("READY=1 STATUS=").contains("smtp 127.0.0.1:");
  }

  @AfterEach
  void stop() {
    side.close();
    manager.close();
    server.close();
  }

  private void write(String from, String to) throws IOException {
    String before = Files.readString(side.configuration());
    assertThat(before).contains(from);
    Files.writeString(side.configuration(), before.replace(from, to));
  }

  private LineClient sender() throws IOException {
    LineClient client = new LineClient(side.smtpPort());
    assertThat(client.line("")).startsWith("220");
    for (String line = client.line("EHLO client"); line.startsWith("250-"); ) {
      line = client.line("");
    }
    return client;
  }

  private static String login(LineClient client, String name) throws IOException {
    byte[] plain = ("\0" + name + "\0" + PostfixAndDovecot.PASSWORD).getBytes(ISO_8859_1);
    return client.line("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain));
  }

  @Test
  void newSessionsUseTheNewConfigurationAndThoseUnderWayTheOld() throws Exception {
    try (LineClient before = sender()) {
      write("login = \"" + MING + "\"", "login = \"somebody-else\"");
      SealpostCommand.Result reload = side.run("reload");
      assertThat(reload.errors()).isEmpty();
      assertThat(reload.status()).isZero();
      assertThat(manager.next()).startsWith("RELOADING=1 MONOTONIC_USEC=");
      assertThat(manager.next()).startsWith("READY=1 STATUS=The configuration was read anew");
      try (LineClient after = sender()) {
        assertThat(login(after, MING)).startsWith("535");
      }
      assertThat(login(before, MING)).startsWith("235");
    }
  }

  @Test
  void aHangupDoesTheSame() throws Exception {
    write("login = \"" + MING + "\"", "login = \"somebody-else\"");
    Programs.run("kill", "-HUP", Long.toString(side.proxy().pid())).succeeds();
    assertThat(manager.next()).startsWith("RELOADING=1");
    assertThat(manager.next()).startsWith("READY=1 STATUS=The configuration was read anew");
    try (LineClient after = sender()) {
      assertThat(login(after, MING)).startsWith("535");
    }
  }

  @Test
  void aBadConfigurationIsRefusedWithTheReasonAndTheOldOneKept() throws Exception {
    write("trust.anchors = [", "trust.anchors = [\"" + folder.resolve("gone.pem") + "\", ");
    SealpostCommand.Result reload = side.run("reload");
    assertThat(reload.status()).isEqualTo(2);
    assertThat(reload.errors()).contains("gone.pem", "keeps the configuration that it had");
    assertThat(manager.next()).startsWith("RELOADING=1");
    assertThat(manager.next())
        .startsWith("READY=1 STATUS=The configuration cannot be used, and the old one is kept")
        .contains("gone.pem");
    assertThat(side.logText("proxy")).contains("the old one is kept", "gone.pem");
    try (LineClient client = sender()) {
      assertThat(login(client, MING)).startsWith("235");
    }

    write("accounts", "acounts");
    Programs.run("kill", "-HUP", Long.toString(side.proxy().pid())).succeeds();
    assertThat(manager.next()).startsWith("RELOADING=1");
    assertThat(manager.next()).contains("the old one is kept", "acounts");
    try (LineClient client = sender()) {
      assertThat(login(client, MING)).startsWith("235");
    }
  }

  @Test
  void aSecretThatOthersCanReadFromNowOnIsWarnedOf() throws Exception {
    Files.writeString(
        side.configuration(),
        "\nsealpost.marks.seal-word = \"teahouse\"\n",
        StandardOpenOption.APPEND);
    Files.setPosixFilePermissions(
        side.configuration(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(side.run("reload").status()).isZero();
    assertThat(side.logText("proxy"))
        .contains("other users of this machine can read", "sealpost.marks.seal-word");
  }

  @Test
  void whatCannotChangeWhileItRunsIsNamedAndTheRestIsUsed() throws Exception {
    write("/state\"", "/elsewhere\"");
    write("login = \"" + MING + "\"", "login = \"somebody-else\"");
    SealpostCommand.Result reload = side.run("reload");
    assertThat(reload.status()).isZero();
    assertThat(reload.output()).contains("next start", "sealpost.state-dir");
    try (LineClient after = sender()) {
      assertThat(login(after, MING)).startsWith("535");
    }
    assertThat(side.folder().resolve("elsewhere")).doesNotExist();
  }

  @Test
  void noClientIsTurnedAwayWhileTheConfigurationIsReadAgainAndAgain() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> hammer =
          () -> {
            int greeted = 0;
            while (!over.get()) {
              try (LineClient client = new LineClient(side.smtpPort())) {
                assertThat(client.line("")).startsWith("220");
                assertThat(client.line("QUIT")).startsWith("221");
                greeted++;
              }
            }
            return greeted;
          };
      List<Future<Integer>> running = List.of(clients.submit(hammer), clients.submit(hammer));
      try {
        for (int i = 0; i < 20; i++) {
          Programs.run("kill", "-HUP", Long.toString(side.proxy().pid())).succeeds();
          assertThat(manager.next()).startsWith("RELOADING=1");
          assertThat(manager.next()).startsWith("READY=1 STATUS=The configuration was read anew");
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> each : running) {
        assertThat(each.get()).isPositive();
      }
    }
  }

  @Test
  void aConfigurationThatWasReplacedLeavesNothingBehind() throws Exception {
    Map<String, Integer> one = instances();
    assertThat(one).containsEntry("VerdictCompletion", 1).containsEntry("CrlStore", 1);
    for (int i = 0; i < 5; i++) {
      Programs.run("kill", "-HUP", Long.toString(side.proxy().pid())).succeeds();
      assertThat(manager.next()).startsWith("RELOADING=1");
      assertThat(manager.next()).startsWith("READY=1 STATUS=The configuration was read anew");
    }
    Map<String, Integer> left = instances();
    for (int i = 0; i < 20 && !left.equals(one); i++) {
      // What a client of HTTP leaves to its own threads takes them a moment.
      Thread.sleep(500);
      left = instances();
    }
    assertThat(left).isEqualTo(one);
  }

  /** How many there are in the proxy of what one configuration has one of, or a few. */
  private Map<String, Integer> instances() throws IOException, InterruptedException {
    String histogram =
        Programs.run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(side.proxy().pid()),
                "GC.class_histogram")
            .succeeds()
            .output();
    return INSTANCES
        .matcher(histogram)
        .results()
        .collect(Collectors.toMap(it -> it.group(2), it -> Integer.valueOf(it.group(1))));
  }

  @Test
  void itIsReadyBeforeAnythingElseIsThereAndSaysWhenItStops() throws Exception {
    side.close();
    assertThat(manager.next()).startsWith("STOPPING=1 STATUS=");
    ServerAddress nobody = new ServerAddress("localhost", 1, "implicit");
    Installation alone =
        Installation.create(folder.resolve("alone"), Setup.of(PERSON, MING, nobody, nobody));
    Map<String, String> bare =
        Map.of(
            "NOTIFY_SOCKET", folder.resolve("notify").toString(),
            "DISPLAY", "",
            "WAYLAND_DISPLAY", "",
            "DBUS_SESSION_BUS_ADDRESS", "",
            "PCSCLITE_CSOCK_NAME", "/nobody/is/here");
    try (alone) {
      alone.startProxy(bare);
      assertThat(manager.next()).startsWith("READY=1");
      try (LineClient smtp = new LineClient(alone.smtpPort());
          LineClient pop3 = new LineClient(alone.pop3Port())) {
        assertThat(smtp.line("")).startsWith("220");
        assertThat(smtp.line("EHLO client")).startsWith("4");
        assertThat(pop3.line("")).startsWith("-ERR [SYS/TEMP]");
      }
      alone.startAgent(bare);
      assertThat(manager.next()).startsWith("READY=1");
    }
  }
}
