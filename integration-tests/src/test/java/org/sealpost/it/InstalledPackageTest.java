package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.BuiltPackage;

/**
 * The life of the package on a clean Debian system: installed, set up by an answers file for a user
 * with an empty home, used through the services as systemd runs them, upgraded, and removed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstalledPackageTest {
  private static final String UNITS =
      "sealpost-agent.socket sealpost-agent.service sealpost-proxy.service";
  private static final String CERTIFICATE =
      ".local/state/sealpost/tls/localhost-tls/certificate.pem";
  private static final String OWN_FILE = ".config/sealpost/sealpost.conf";

  @TempDir static Path folder;
  private InstalledStage stage;
  private DebianMachine machine;
  private int smtp;
  private int pop3;

  @BeforeAll
  void start() throws Exception {
    stage = InstalledStage.start(folder);
    machine = stage.machine();
    machine.addUser("ming");
    OlderPackage.write(BuiltPackage.get().debian(), folder, machine.shared().resolve("older.deb"));
  }

  @AfterAll
  void stop() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  /** The processes that run the installed Java, whatever started them. */
  private String processes() throws Exception {
    return machine
        .shell(
            "for p in /proc/[0-9]*; do case $(readlink $p/exe) in"
                + " /usr/lib/sealpost/*) echo ${p#/proc/};; esac; done")
        .output();
  }

  private String states() throws Exception {
    return machine.as("ming", "systemctl --user is-active " + UNITS).output();
  }

  @Test
  @Order(1)
  void theInstallationStartsNothingAndSaysWhatComesNext() throws Exception {
    assertThat(stage.install("older.deb")).contains("sealpost setup");
    assertThat(processes()).isEmpty();
    assertThat(machine.run("dpkg", "--audit").output()).isEmpty();
    assertThat(machine.run("dpkg", "--verify", "sealpost").output()).isEmpty();
    assertThat(machine.as("ming", "sealpost --version").succeeds().output()).contains("sealpost");
    assertThat(machine.as("ming", "ls -A .local .config 2>&1").output())
        .as("nothing is put into homes")
        .contains("cannot access '.local'", "cannot access '.config'");
  }

  @Test
  @Order(2)
  void answersOfAFileAreAllThatAnEmptyAccountNeeds() throws Exception {
    InstalledStage.Ports ports = stage.setUp("ming", "");
    smtp = ports.smtp();
    pop3 = ports.pop3();
    assertThat(states()).as(machine.journal()).isEqualTo("active\nactive\nactive\n");
    assertThat(machine.as("ming", "stat -c %a " + OWN_FILE).output()).isEqualTo("600\n");
  }

  @Test
  @Order(3)
  void aMailGoesOutSignedAndEncrypted() throws Exception {
    stage.know("ming");
    stage.leavesProtected(smtp, "first");
  }

  @Test
  @Order(4)
  void aMailComesInOpenedWithItsVerdict() throws Exception {
    assertThat(stage.opened(pop3, "for Ming alone"))
        .contains("for Ming alone", "X-Sealpost-Encryption: decrypted")
        .containsPattern("X-Sealpost-Verdict: (valid|unchecked)");
  }

  @Test
  @Order(5)
  void aConfigurationThatCannotBeUsedFailsTheReloadAndTheOldOneStays() throws Exception {
    machine.as("ming", "cp %1$s kept; echo nonsense = 1 >>%1$s".formatted(OWN_FILE)).succeeds();
    assertThat(machine.as("ming", "systemctl --user reload sealpost-proxy").status()).isNotZero();
    assertThat(machine.journal()).contains("nonsense");
    assertThat(stage.opened(pop3, "with the old settings")).contains("with the old settings");
    machine.as("ming", "cp kept " + OWN_FILE).succeeds();
    machine.as("ming", "systemctl --user reload sealpost-proxy sealpost-agent").succeeds();
    assertThat(states()).isEqualTo("active\nactive\nactive\n");
  }

  @Test
  @Order(6)
  void anAgentThatWasKilledIsThereAgainWhenAMailNeedsIt() throws Exception {
    String agent = "systemctl --user show --property=MainPID --value sealpost-agent";
    String before = machine.as("ming", agent).output();
    machine.as("ming", "systemctl --user kill --signal=KILL sealpost-agent").succeeds();
    machine.awaitOf("ming", "systemctl --user --quiet is-active sealpost-agent");
    stage.leavesProtected(smtp, "after the agent's end");
    assertThat(machine.as("ming", agent).output()).isNotIn(before, "0\n");
  }

  @Test
  @Order(7)
  void anUpgradeKeepsEverythingAndStartsAgainWhatRan() throws Exception {
    String kept =
        "sha256sum %s %s; sealpost book list; sealpost trust list".formatted(CERTIFICATE, OWN_FILE);
    String before = machine.as("ming", kept).output();
    String processes = processes();
    machine.shell("echo '# by the owner of this machine' >>/etc/sealpost/sealpost.conf").succeeds();

    stage.install("sealpost.deb");

    assertThat(machine.as("ming", kept).output()).isEqualTo(before);
    assertThat(machine.shell("cat /etc/sealpost/sealpost.conf").output())
        .contains("# by the owner of this machine");
    assertThat(states()).as(machine.journal()).isEqualTo("active\nactive\nactive\n");
    assertThat(processes().lines())
        .hasSize(2)
        .doesNotContainAnyElementsOf(processes.lines().toList());
    assertThat(machine.run("dpkg", "--verify", "sealpost").output().lines())
        .as("only the file that was edited differs")
        .allMatch(line -> line.endsWith(" c /etc/sealpost/sealpost.conf"));
    stage.leavesProtected(smtp, "after the upgrade");
    assertThat(stage.opened(pop3, "after the upgrade")).contains("after the upgrade");
  }

  @Test
  @Order(8)
  void aRemovalLeavesNoProcessAndSaysWhatItKeeps() throws Exception {
    String agent = "sealpost agent --config %s >agent.log 2>&1".formatted("other.conf");
    machine
        .as(
            "ming",
            "printf 'sealpost { state-dir = \"%%s/s\", runtime-dir = \"%%s/r\" }' $PWD $PWD >other.conf; ("
                + agent
                + " &)")
        .succeeds();
    machine.awaitOf("ming", "grep -q ready agent.log");
    assertThat(processes().lines()).as("the services and one by hand").hasSize(3);

    Programs.Run removed = machine.run("dpkg", "--remove", "sealpost");

    assertThat(removed.succeeds().output())
        .contains("/etc/sealpost", "~/.config/sealpost", "~/.local/state/sealpost");
    assertThat(processes()).isEmpty();
    assertThat(machine.shell("ls /usr/lib/sealpost 2>&1").output()).contains("cannot access");
    assertThat(machine.as("ming", "ls %s %s".formatted(CERTIFICATE, OWN_FILE)).status()).isZero();
  }

  @Test
  @Order(9)
  void installedAgainItGoesOnAsBefore() throws Exception {
    stage.install("sealpost.deb");
    machine
        .as("ming", "systemctl --user daemon-reload; systemctl --user start " + UNITS)
        .succeeds();
    stage.leavesProtected(smtp, "after the return");
  }

  @Test
  @Order(10)
  void aPurgeTakesWhatIsTheMachinesAndLeavesTheUsers() throws Exception {
    machine.run("dpkg", "--purge", "sealpost").succeeds();
    assertThat(processes()).isEmpty();
    for (String gone : List.of("/etc/sealpost", "/var/lib/sealpost", "/run/sealpost")) {
      assertThat(machine.run("test", "-e", gone).status()).as(gone).isEqualTo(1);
    }
    assertThat(machine.as("ming", "ls %s %s".formatted(CERTIFICATE, OWN_FILE)).status()).isZero();
  }
}
