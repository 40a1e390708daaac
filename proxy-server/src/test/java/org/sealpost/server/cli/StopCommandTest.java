package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stop} where a service manager listens in the agent's place. */
class StopCommandTest {
  @TempDir Path home;
  private Path socket;

  @BeforeEach
  void configure() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/locks")), "this system does not tell of locks");
    Files.writeString(
        home.resolve("sealpost.conf"), "sealpost { state-dir = state, runtime-dir = run }\n");
    socket = Files.createDirectories(home.resolve("run")).resolve("agent.sock");
  }

  private CommandRun stop(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "stop";
    arguments[1] = "--config";
    arguments[2] = home.resolve("sealpost.conf").toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandRun.of(home, arguments);
  }

  private ServerSocketChannel manager() throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket));
    channel.configureBlocking(false);
    return channel;
  }

  @Test
  void nothingRunsWhereNothingWasStarted() {
    CommandRun run = stop();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .isEqualTo("The proxy was not running.\nThe card-agent was not running.\n");
  }

  @Test
  void aLeftoverSocketIsNobody() throws Exception {
    manager().close();
    assertThat(socket).exists();
    assertThat(stop().status()).isZero();
  }

  @Test
  void whoListensWithoutALockIsToldOfAndNotWoken() throws Exception {
    try (ServerSocketChannel manager = manager()) {
      CommandRun run = stop();
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).contains("cannot be told to end from here", "systemctl --user stop");
      assertThat(manager.accept()).as("a connection, which would start the agent").isNull();
    }
  }

  @Test
  void anAgentThatComesBackByItselfIsSaidToDoSo() throws Exception {
    Process agent = holder();
    try (ServerSocketChannel manager = manager()) {
      CommandRun run = stop();
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("The card-agent (process " + agent.pid() + ") has ended; something")
          .contains("systemctl --user stop sealpost-agent.socket");
      assertThat(agent.isAlive()).isFalse();
      assertThat(manager.accept()).isNull();
    } finally {
      agent.destroyForcibly().waitFor();
    }
  }

  private Process holder() throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    socket + ".lock"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).isEqualTo('+');
    return process;
  }

  /** Has the agent's lock, and waits. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        System.out.print('+');
        System.out.flush();
        Thread.sleep(120_000);
      }
    }
  }
}
