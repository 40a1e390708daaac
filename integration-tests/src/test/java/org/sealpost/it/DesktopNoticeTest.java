package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.Authority;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Installation.Setup;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.ServerAddress;
import org.sealpost.server.notice.Notifications;

/** A real proxy in a session that has a bus and a desktop on it. */
class DesktopNoticeTest {
  private static final String MING = "ming@example.test";
  private static final String STRANGER = "stranger@elsewhere.test";

  private static final Authority AUTHORITY = new Authority("Notice CA");

  @TempDir Path folder;
  private EmbeddedMailServer server;
  private Installation side;
  private Process daemon;
  private String address;

  private record Shown(String title, String body) {}

  /** What a desktop has. */
  public static final class Desktop implements Notifications {
    private final BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();

    @Override
    public List<String> capabilities() {
      return List.of("body", "body-markup");
    }

    @Override
    public UInt32 show(
        String application,
        UInt32 replaced,
        String icon,
        String summary,
        String body,
        List<String> actions,
        Map<String, Variant<?>> hints,
        int timeout) {
      shown.add(new Shown(summary, body));
      return new UInt32(shown.size());
    }

    @Override
    public String getObjectPath() {
      return PATH;
    }
  }

  @BeforeEach
  void start() throws Exception {
    Programs.need("dbus-daemon");
    Path configuration =
        Files.writeString(
            folder.resolve("bus.conf"),
            """
            <busconfig>
              <listen>unix:path=%s/bus</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
              </policy>
            </busconfig>
            """
                .formatted(folder));
    daemon =
        new ProcessBuilder(
                "dbus-daemon", "--config-file=" + configuration, "--nofork", "--print-address")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    address =
        new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    server = new EmbeddedMailServer(AUTHORITY, folder, "implicit");
    server.addUser(MING, MING, PostfixAndDovecot.PASSWORD);
    side =
        Installation.create(
            folder.resolve("ming"),
            Setup.of(
                AUTHORITY.person("Ming", MING),
                MING,
                server.smtp(),
                server.pop3(),
                "notices.desktop = [refused, card-needed]",
                "language = zh-TW"));
    side.startAgent();
    side.startProxy(Map.of("DBUS_SESSION_BUS_ADDRESS", address));
  }

  @AfterEach
  void stop() throws IOException {
    if (side != null) {
      side.close();
    }
    if (server != null) {
      server.close();
    }
    if (daemon != null) {
      daemon.destroy();
      daemon.onExit().join();
    }
  }

  private boolean send(String to, String... fields) throws Exception {
    PlainMailClient client =
        new PlainMailClient(MING, PostfixAndDovecot.PASSWORD, AUTHORITY.certificate());
    MimeMessage mail = new MimeMessage(client.session());
    mail.setFrom(new InternetAddress(MING));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
    mail.setSubject("secret plan");
    mail.setText("words\r\n");
    for (int i = 0; i < fields.length; i += 2) {
      mail.setHeader(fields[i], fields[i + 1]);
    }
    mail.saveChanges();
    try {
      client.send(new ServerAddress("127.0.0.1", side.smtpPort(), "none"), mail);
      return true;
    } catch (MessagingException e) {
      return false;
    }
  }

  @Test
  void aRefusedMailAndAMissingPinAreToldAndAGoodMailIsNot() throws Exception {
    Desktop desktop = new Desktop();
    try (DBusConnection bus = DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
      bus.exportObject(desktop);
      bus.requestBusName(Notifications.NAME);

      assertThat(send(MING)).as("a good mail").isTrue();
      assertThat(send(STRANGER, "X-Sealpost", "encrypt")).isFalse();
      Shown refused = desktop.shown.poll(20, TimeUnit.SECONDS);
      assertThat(refused).isNotNull();
      assertThat(refused.title()).isEqualTo("郵件未寄出");
      assertThat(refused.body()).contains(STRANGER).doesNotContain("secret plan");

      assertThat(side.run("lock").status()).isZero();
      side.typePin("wrong");
      assertThat(send(MING)).as("without the PIN").isFalse();
      Shown needed = desktop.shown.poll(20, TimeUnit.SECONDS);
      assertThat(needed).isNotNull();
      assertThat(needed.title()).isEqualTo("需要卡片");
    }
  }
}
