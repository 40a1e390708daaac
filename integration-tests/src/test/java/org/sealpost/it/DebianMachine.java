package org.sealpost.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.sealpost.harness.ChildProcess;

/**
 * A clean Debian system that runs, with systemd as its first process, in namespaces of its own. It
 * has this machine's network, so that mail servers here can be reached. What is written to it is
 * kept in memory and gone when it is closed, or when this process ends in whatever way.
 */
final class DebianMachine implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  /** The first process of namespaces within namespaces. */
  private static final Pattern FIRST = Pattern.compile("(?m)^NSpid:\\s+\\d+\\s+\\d+\\s+1$");

  private final Path folder;
  private final ChildProcess process;
  private final long first;

  private DebianMachine(Path folder, ChildProcess process, long first) {
    this.folder = folder;
    this.process = process;
    this.first = first;
  }

  /** The system that is booted; skips the test where none can be. */
  static Path root() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can boot a system");
    Programs.need("systemd-nspawn", "unshare", "nsenter");
    Assumptions.assumeTrue(
        Programs.run("unshare", "--mount", "--pid", "--fork", "--mount-proc", "true").status() == 0,
        "this system lets nobody make namespaces");
    return DebianRoot.get();
  }

  /**
   * Boots one.
   *
   * @param binds folders of this machine and where they are seen in it, as {@code here:there}
   */
  static DebianMachine boot(Path root, String... binds) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("machine");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("work", "shared")) {
      Files.createDirectory(folder.resolve(name));
    }
    Path script = folder.resolve("machine.sh");
    try (InputStream in = DebianMachine.class.getResourceAsStream("machine.sh")) {
      Files.copy(in, script);
    }
    List<String> command =
        new ArrayList<>(
            List.of("sh", script.toString(), root.toString(), folder.resolve("work").toString()));
    command.add("--bind=" + folder.resolve("shared") + ":/shared");
    Stream.of(binds).map(bind -> "--bind=" + bind).forEach(command::add);
    Path log = folder.resolve("boot.log");
    ChildProcess process = ChildProcess.startTied(command, log, "booting");
    try {
      process.awaitReady(START);
      DebianMachine machine = new DebianMachine(folder, process, first(process, log));
      machine.awaitBoot();
      return machine;
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static long first(ChildProcess process, Path log)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Long> found =
          ProcessHandle.of(process.pid()).stream()
              .flatMap(ProcessHandle::descendants)
              .map(ProcessHandle::pid)
              .filter(DebianMachine::isFirst)
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(50);
    }
    throw new IOException("the system did not boot: " + Files.readString(log));
  }

  private static boolean isFirst(long pid) {
    try {
      return FIRST.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status"))).find();
    } catch (IOException _) {
      return false;
    }
  }

  private void awaitBoot() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    String state = "";
    while (System.nanoTime() < deadline) {
      state = run("systemctl", "is-system-running").output().strip();
      if (state.equals("running") || state.equals("degraded")) {
        write("/etc/hosts", "127.0.0.1 localhost\n");
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException("the system is " + state);
  }

  /** A folder of this machine that is seen in it as {@code /shared}. */
  Path shared() {
    return folder.resolve("shared");
  }

  /** Runs a command in it as root. */
  Programs.Run run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  private Programs.Run run(List<String> command) throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target=" + first,
                "--mount",
                "--uts",
                "--ipc",
                "--pid",
                "--cgroup",
                "env",
                "-i",
                "HOME=/root",
                "LC_ALL=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    all.addAll(command);
    Programs.Run run = Programs.run(all);
    return new Programs.Run(
        run.status(),
        new String(run.output().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }

  /** Runs a shell's commands in it as root. */
  Programs.Run shell(String commands) throws IOException, InterruptedException {
    return run("sh", "-c", commands);
  }

  /** Makes a user whose services run without a login, with an empty home. */
  void addUser(String name) throws IOException, InterruptedException {
    run("useradd", "--create-home", "--shell", "/bin/sh", name).succeeds();
    run("loginctl", "enable-linger", name).succeeds();
    awaitOf(name, "systemctl --user show-environment");
  }

  /** Runs a shell's commands as a user with a session, in the home folder. */
  Programs.Run as(String user, String commands) throws IOException, InterruptedException {
    return run(
        "runuser",
        "-u",
        user,
        "--",
        "sh",
        "-c",
        "export HOME=$(getent passwd %1$s | cut -d: -f6) XDG_RUNTIME_DIR=/run/user/$(id -u); cd; %2$s"
            .formatted(user, commands));
  }

  /** Repeats a user's command until it succeeds. */
  Programs.Run awaitOf(String user, String commands) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    Programs.Run run = as(user, commands);
    while (run.status() != 0 && System.nanoTime() < deadline) {
      Thread.sleep(100);
      run = as(user, commands);
    }
    return run.succeeds();
  }

  /** Writes a file in it, for everybody to read. */
  void write(String file, String text) throws IOException, InterruptedException {
    Path copy = Files.writeString(folder.resolve("shared/written"), text);
    Path target = Path.of("/proc", Long.toString(first), "root").resolve(file.substring(1));
    Programs.run("install", "-D", "-m", "755", copy.toString(), target.toString()).succeeds();
  }

  /** What its services wrote. */
  String journal() throws IOException, InterruptedException {
    return run("journalctl", "--boot", "--no-pager", "--output=short-monotonic").output();
  }

  @Override
  public void close() throws IOException {
    process.close();
    try {
      Programs.run("rm", "-rf", folder.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
