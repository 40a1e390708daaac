package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services of a machine that nobody logs in to, as systemd runs them: as a user of their own,
 * who may do little, and with the PIN typed on a terminal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemServicesTest {
  private static final String SERVICES = "sealpost-agent.service sealpost-proxy.service";

  @TempDir static Path folder;
  private InstalledStage stage;
  private DebianMachine machine;
  private InstalledStage.Ports ports;

  @BeforeAll
  void start() throws Exception {
    stage = InstalledStage.start(folder);
    machine = stage.machine();
    machine.run("rm", "/usr/local/bin/pinentry").succeeds();
    stage.install("sealpost.deb");
  }

  @AfterAll
  void stop() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  @Test
  @Order(1)
  void theirUserIsSetUpLikeAnyOther() throws Exception {
    ports = stage.setUp("sealpost", "--no-start");
    stage.know("sealpost");
    Programs.Run enabled =
        machine.shell("systemctl enable --now sealpost-agent.socket " + SERVICES);
    assertThat(enabled.status()).as(enabled.output() + machine.journal()).isZero();
    assertThat(machine.shell("systemctl is-active " + SERVICES).output())
        .as(machine.journal())
        .isEqualTo("active\nactive\n");
    assertThat(machine.shell("stat -c '%U %a' /var/lib/sealpost /run/sealpost").output())
        .isEqualTo("sealpost 700\nsealpost 700\n");
  }

  @Test
  @Order(2)
  void thePinIsTypedOnATerminal() throws Exception {
    Programs.Run unlock =
        machine.as(
            "sealpost",
            "(until grep -q PIN screen; do sleep 0.1; done; echo %s; until grep -q nlocked screen; do sleep 0.1; done) 2>/dev/null |"
                    .formatted(InstalledStage.CARD_PIN)
                + " script --quiet --flush --return --command 'sealpost unlock' screen");
    assertThat(unlock.status()).as(unlock.output() + machine.journal()).isZero();
  }

  @Test
  @Order(3)
  void mailGoesOutAndComesIn() throws Exception {
    stage.leavesProtected(ports.smtp(), "from a machine without a desktop");
    assertThat(stage.opened(ports.pop3(), "to a machine without a desktop"))
        .contains("to a machine without a desktop", "X-Sealpost-Encryption: decrypted");
  }

  @Test
  @Order(4)
  void bothReadTheirConfigurationAnew() throws Exception {
    machine.shell("systemctl reload " + SERVICES).succeeds();
    assertThat(
            machine.shell("systemctl show --property=StatusText --value sealpost-agent").output())
        .contains("read anew");
  }

  @Test
  @Order(5)
  void theSocketStartsTheAgentForWhoeverAsks() throws Exception {
    machine.shell("systemctl stop sealpost-agent.service").succeeds();
    Programs.Run list = machine.as("sealpost", "sealpost card list");
    assertThat(list.status()).as(list.output()).isZero();
    assertThat(machine.shell("systemctl is-active sealpost-agent.service").output())
        .isEqualTo("active\n");
  }

  @Test
  @Order(6)
  void nobodyElseCanReachThem() throws Exception {
    machine.addUser("other");
    assertThat(machine.as("other", "ls /run/sealpost /var/lib/sealpost").output())
        .contains(
            "cannot open directory '/run/sealpost'", "cannot open directory '/var/lib/sealpost'");
  }

  @Test
  @Order(7)
  void theirStateIsRestoredAndTheirConfigurationStays() throws Exception {
    String configuration = "cat /var/lib/sealpost/.config/sealpost/sealpost.conf";
    String before = machine.shell(configuration).output();
    machine.as("sealpost", "sealpost backup kept.backup").succeeds();
    machine.shell("systemctl stop sealpost-agent.socket " + SERVICES).succeeds();
    Programs.Run restored = machine.as("sealpost", "sealpost restore --replace kept.backup");
    assertThat(restored.status()).as(restored.output()).isZero();
    assertThat(machine.shell(configuration).output()).isEqualTo(before);
    machine.shell("systemctl start sealpost-agent.socket " + SERVICES).succeeds();
    assertThat(machine.shell("ls /var/lib/sealpost/state").output()).contains("sealpost.db");
  }
}
