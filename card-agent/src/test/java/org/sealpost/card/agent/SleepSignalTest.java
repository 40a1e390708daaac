package org.sealpost.card.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.card.token.Programs;

/** On a bus of the test's own, kept by the dbus-daemon that people have. */
class SleepSignalTest {
  private static final String LOGIND = "org.freedesktop.login1";

  @TempDir Path folder;
  private final Semaphore heard = new Semaphore(0);
  private Process daemon;
  private String address;

  @BeforeEach
  void startBus() throws IOException {
    Programs.assumePresent("dbus-daemon");
    Programs.assumePresent("dbus-send");
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
    BufferedReader output =
        new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8));
    address = output.readLine();
  }

  @AfterEach
  void endBus() {
    if (daemon != null) {
      daemon.destroy();
      daemon.onExit().join();
    }
  }

  private SleepSignal watch() {
    return SleepSignal.runs(heard::release, Map.of("DBUS_SYSTEM_BUS_ADDRESS", address));
  }

  /** As logind does: one connection that owns the name. */
  private void sendAsLogind(DBusConnection logind, boolean sleeping) throws Exception {
    logind.sendMessage(
        logind
            .getMessageFactory()
            .createSignal(
                null,
                "/org/freedesktop/login1",
                LOGIND + ".Manager",
                "PrepareForSleep",
                "b",
                sleeping));
  }

  @Test
  void theMachineThatFallsAsleepIsHeard() throws Exception {
    try (SleepSignal _ = watch();
        DBusConnection logind =
            DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
      logind.requestBusName(LOGIND);
      sendAsLogind(logind, false);
      sendAsLogind(logind, true);
      assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      assertThat(heard.availablePermits()).as("waking up is none").isZero();
    }
  }

  @Test
  void anotherProgramThatPretendsIsNotBelieved() throws Exception {
    try (SleepSignal _ = watch();
        DBusConnection logind =
            DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
      logind.requestBusName(LOGIND);
      String _ =
          Programs.run(
              "dbus-send",
              "--bus=" + address,
              "--type=signal",
              "/org/freedesktop/login1",
              LOGIND + ".Manager.PrepareForSleep",
              "boolean:true");
      sendAsLogind(logind, true);
      assertThat(heard.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      assertThat(heard.availablePermits()).isZero();
    }
  }

  @Test
  void withoutABusTheAgentGoesOn() {
    Path nowhere = folder.resolve("nowhere");
    SleepSignal.runs(heard::release, Map.of("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + nowhere))
        .close();
    SleepSignal.runs(heard::release, Map.of("DBUS_SYSTEM_BUS_ADDRESS", "nonsense")).close();
    assertThat(heard.availablePermits()).isZero();
  }
}
