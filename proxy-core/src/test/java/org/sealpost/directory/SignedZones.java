package org.sealpost.directory;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** NSD with zones below {@code test.}, which is signed and is the trust anchor. */
final class SignedZones {
  private static final Path SERVER = Path.of("/usr/sbin/nsd");
  private static final Path SIGNER = Path.of("/usr/bin/ldns-signzone");

  private final Path folder;
  private final List<String> zones = new ArrayList<>();
  private final StringBuilder delegations = new StringBuilder();
  private Path anchor;
  private Process process;
  private int port;

  SignedZones(Path folder) throws IOException {
    assumeTrue(Files.isExecutable(SERVER), "nsd is not installed (bin/check installs it)");
    assumeTrue(Files.isExecutable(SIGNER), "ldnsutils is not installed (bin/check installs it)");
    this.folder = Files.createDirectories(folder);
  }

  /**
   * A signed zone that its parent vouches for.
   *
   * @param afterwards what is done to it when it is signed
   * @param how more options for the signer
   */
  void signed(String zone, String records, UnaryOperator<String> afterwards, String... how)
      throws IOException, InterruptedException {
    Path ds = sign(zone, records, afterwards, how);
    delegate(zone);
    delegations.append(Files.readString(ds));
  }

  /** A zone that its parent says to be unsigned. */
  void unsigned(String zone, String records) throws IOException {
    Files.writeString(folder.resolve(zone), text(zone, records));
    delegate(zone);
    zones.add(zone);
  }

  private void delegate(String zone) {
    delegations.append(zone).append(". 60 IN NS ns.test.\n");
  }

  private Path sign(String zone, String records, UnaryOperator<String> afterwards, String... how)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve(zone), text(zone, records));
    String key = run("ldns-keygen", "-k", "-a", "ECDSAP256SHA256", zone).strip();
    List<String> command = new ArrayList<>(List.of("ldns-signzone", "-o", zone));
    command.addAll(List.of(how));
    command.addAll(List.of("-f", zone + ".signed", file.toString(), key));
    run(command.toArray(String[]::new));
    Path signed = folder.resolve(zone + ".signed");
    Files.writeString(file, afterwards.apply(Files.readString(signed)));
    zones.add(zone);
    return folder.resolve(key + ".ds");
  }

  private static String text(String zone, String records) {
    return """
        $ORIGIN %s.
        $TTL 300
        @ IN SOA ns.test. hostmaster.test. 1 3600 600 86400 120
        @ IN NS ns.test.
        %s
        """
        .formatted(zone, records);
  }

  /** Serves them; no zone is added any more. */
  void start() throws IOException, InterruptedException {
    anchor = sign("test", "ns.test. IN A 127.0.0.1\n" + delegations, text -> text);
    port = Slapd.freePort();
    StringBuilder configuration =
        new StringBuilder(
            """
            server:
              ip-address: 127.0.0.1
              port: %2$d
              zonesdir: "%1$s"
              zonelistfile: "%1$s/zone.list"
              xfrdfile: "%1$s/xfrd.state"
              xfrdir: "%1$s"
              pidfile: "%1$s/nsd.pid"
              database: ""
              username: ""
              server-count: 1
              refuse-any: no
            remote-control:
              control-enable: no
            """
                .formatted(folder, port));
    for (String zone : zones) {
      configuration.append("zone:\n  name: ").append(zone).append("\n  zonefile: ");
      configuration.append('"').append(folder.resolve(zone)).append("\"\n");
    }
    Path file = Files.writeString(folder.resolve("nsd.conf"), configuration);
    Path log = folder.resolve("nsd.log");
    process =
        new ProcessBuilder(SERVER.toString(), "-d", "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(server());
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    stop();
    throw new AssertionError("nsd does not listen: " + Files.readString(log));
  }

  InetSocketAddress server() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The DS record of {@code test.}. */
  Path anchor() {
    return anchor;
  }

  void stop() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "run", ".log");
    Process running =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!running.waitFor(30, TimeUnit.SECONDS) || running.exitValue() != 0) {
      running.destroyForcibly();
      throw new AssertionError(List.of(command) + ": " + Files.readString(out));
    }
    return Files.readString(out);
  }
}
