package org.sealpost.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a bus of the test's own, kept by the dbus-daemon that people have. */
class SessionBusTest {
  private static final Notice MARKUP =
      new Notice(
          NoticeKind.INVALID_SIGNATURE,
          "key",
          "Invalid <b>signature</b>",
          "From <b>The Boss</b> & <a href=\"http://evil\">Co</a>\nAll is well \u202ereversed");

  private static final Notice HONEST =
      new Notice(NoticeKind.REFUSED, "key", "Mail not sent", "To 王小明 (alice@example.tw)");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private Process daemon;
  private String address;

  private record Shown(String title, String body, byte urgency) {}

  /** What a desktop has. */
  public static final class Service implements Notifications {
    private final BlockingQueue<Shown> shown = new LinkedBlockingQueue<>();
    private final List<String> capabilities;

    Service(List<String> capabilities) {
      this.capabilities = capabilities;
    }

    @Override
    public List<String> capabilities() {
      return capabilities;
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
      shown.add(new Shown(summary, body, (Byte) hints.get("urgency").getValue()));
      return new UInt32(1);
    }

    @Override
    public String getObjectPath() {
      return PATH;
    }
  }

  @BeforeEach
  void startBus() throws IOException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "dbus-daemon"))),
        "dbus-daemon is not installed");
    startDaemon();
  }

  private void startDaemon() throws IOException {
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
  }

  @AfterEach
  void endBus() {
    if (daemon != null) {
      daemon.destroy();
      daemon.onExit().join();
    }
  }

  private DBusConnection serve(Service service) throws Exception {
    DBusConnection desktop = DBusConnectionBuilder.forAddress(address).withShared(false).build();
    desktop.exportObject(service);
    desktop.requestBusName(Notifications.NAME);
    return desktop;
  }

  private SessionBus bus() {
    return new SessionBus(Map.of("DBUS_SESSION_BUS_ADDRESS", address), () -> now);
  }

  private static Shown next(Service service) throws InterruptedException {
    Shown shown = service.shown.poll(20, TimeUnit.SECONDS);
    assertThat(shown).isNotNull();
    return shown;
  }

  @Test
  void aNoticeIsShownWithItsUrgency() throws Exception {
    Service service = new Service(List.of("body", "body-markup"));
    try (DBusConnection _ = serve(service);
        SessionBus bus = bus()) {
      assertThat(bus.show(HONEST)).isTrue();

      assertThat(next(service))
          .isEqualTo(new Shown("Mail not sent", "To 王小明 (alice@example.tw)", (byte) 2));
    }
  }

  @Test
  void attackMarkupInANameIsShownAsText() throws Exception {
    Service service = new Service(List.of("body", "body-markup", "body-hyperlinks"));
    try (DBusConnection _ = serve(service);
        SessionBus bus = bus()) {
      assertThat(bus.show(MARKUP)).isTrue();

      assertThat(next(service).body())
          .isEqualTo(
              "From &lt;b&gt;The Boss&lt;/b&gt; &amp; &lt;a href=\"http://evil\"&gt;Co&lt;/a&gt;"
                  + " All is well reversed");
    }
  }

  @Test
  void aDesktopThatReadsNoMarkupGetsPlainText() throws Exception {
    Service service = new Service(List.of("body"));
    try (DBusConnection _ = serve(service);
        SessionBus bus = bus()) {
      assertThat(bus.show(MARKUP)).isTrue();

      assertThat(next(service).body()).startsWith("From <b>The Boss</b> & <a ");
    }
  }

  @Test
  void aDesktopThatComesLaterIsFoundButNotLookedForAtEachNotice() throws Exception {
    Service service = new Service(List.of("body"));
    try (SessionBus bus = bus()) {
      assertThat(bus.show(HONEST)).isFalse();
      try (DBusConnection _ = serve(service)) {
        now = now.plus(Duration.ofSeconds(29));
        assertThat(bus.show(HONEST)).isFalse();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(bus.show(HONEST)).isTrue();
        assertThat(next(service).title()).isEqualTo("Mail not sent");
      }
    }
  }

  @Test
  void aBusThatWasStartedAnewIsUsedAgain() throws Exception {
    try (SessionBus bus = bus()) {
      Service first = new Service(List.of("body"));
      try (DBusConnection _ = serve(first)) {
        assertThat(bus.show(HONEST)).isTrue();
        endBus();
      }
      startDaemon();
      Service second = new Service(List.of("body"));
      try (DBusConnection _ = serve(second)) {
        assertThat(bus.show(HONEST)).isTrue();
        assertThat(next(second).title()).isEqualTo("Mail not sent");
      }
    }
  }

  @Test
  void withoutABusNothingIsShownAndNothingFails() {
    try (SessionBus bus =
        new SessionBus(Map.of("XDG_RUNTIME_DIR", folder.resolve("none").toString()), () -> now)) {
      assertThat(bus.show(HONEST)).isFalse();
    }
  }
}
