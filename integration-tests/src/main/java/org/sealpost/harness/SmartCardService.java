package org.sealpost.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real pcscd with two virtual readers, apart from the machine's own: in namespaces of its own for
 * its folder of sockets, its network and its processes, so that it meets neither a running pcscd
 * nor a real reader, and nothing of it can be reached from outside. Linux only. Programs that are
 * to use it are started with {@link #environment}. It does not outlive this process. Thread-safe.
 */
public final class SmartCardService implements AutoCloseable {
  private static final int READERS = 2;
  // A network of its own has all ports free.
  private static final int PORT = 35963;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Path DRIVER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
  private static final String NAME = "Sealpost Virtual Reader";

  // The drivers of real readers are hidden: this pcscd is not to take them from the machine's own.
  private static final String ENTER =
      """
      set -e
      folder=$1
      shift
      mount --bind "$folder/run" /run
      for driver in /usr/lib/pcsc/drivers/*.bundle; do
        [ ! -d "$driver" ] || mount --bind "$folder/empty" "$driver"
      done
      PATH=$PATH:/usr/sbin:/sbin ip link set lo up
      exec "$@"
      """;

  private final Path folder;
  private final List<VirtualReader> readers;
  private Optional<ChildProcess> process = Optional.empty();

  /** A service that is not started yet. */
  public SmartCardService() throws IOException {
    // Not within a test's folder: the path of a Unix-domain socket is short.
    this.folder = Files.createTempDirectory("cards");
    for (String name : List.of("run", "empty", "readers.d")) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("readers.d/virtual"),
        """
        FRIENDLYNAME "%s"
        DEVICENAME /dev/null:%d
        LIBPATH %s
        CHANNELID %d
        """
            .formatted(NAME, PORT, DRIVER, PORT));
    // Trying every other card's driver first takes seconds; a cache would outlive the card.
    Files.writeString(
        folder.resolve("opensc.conf"),
        """
        app default {
          card_drivers = PIV-II;
          framework pkcs15 { use_file_caching = no; }
        }
        """);
    this.readers =
        IntStream.range(0, READERS)
            .mapToObj(i -> new VirtualReader(NAME + " 00 0" + i, socket(i)))
            .toList();
  }

  /** Why there can be no such service on this machine; empty where there can. */
  public static Optional<String> obstacle() throws IOException, InterruptedException {
    if (!Files.exists(DRIVER) || Program.find("pcscd").isEmpty()) {
      return Optional.of("pcscd or vsmartcard-vpcd is not installed (bin/check installs them)");
    }
    for (String program : List.of("unshare", "ip")) {
      if (Program.find(program).isEmpty()) {
        return Optional.of(program + " is not installed");
      }
    }
    List<String> command = new ArrayList<>(namespaces());
    command.addAll(List.of("mount", "--bind", "/run", "/run"));
    return Program.run(Map.of(), command).status() == 0
        ? Optional.empty()
        : Optional.of("the system does not let this user make namespaces");
  }

  /** OpenSC's PKCS#11 module, where it is installed. */
  public static Optional<Path> openSc() throws IOException {
    try (var folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(architecture -> architecture.resolve("opensc-pkcs11.so"))
          .filter(Files::exists)
          .findFirst();
    }
  }

  /** Starts it, unless it runs; it has noticed the cards in its readers when the call ends. */
  public synchronized void start() throws IOException, InterruptedException {
    if (process.isPresent()) {
      return;
    }
    ChildProcess started =
        ChildProcess.startTied(command(), folder.resolve("errors.log"), ReaderHost.READY);
    process = Optional.of(started);
    try {
      started.awaitReady(START);
      for (VirtualReader reader : readers) {
        reader.serviceStarted();
      }
    } catch (IOException | InterruptedException e) {
      stop();
      throw e;
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(namespaces());
    command.addAll(List.of("sh", "-c", ENTER, "sh", folder.toString()));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            ReaderHost.class.getName(),
            Program.find("pcscd").orElseThrow().toString(),
            folder.resolve("readers.d").toString(),
            folder.resolve("pcscd.log").toString(),
            Integer.toString(PORT)));
    IntStream.range(0, READERS).forEach(i -> command.add(socket(i).toString()));
    return command;
  }

  /** With the last process here, all that it started ends, whatever becomes of this one. */
  private static List<String> namespaces() {
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--net", "--pid", "--kill-child"));
    if (!"root".equals(System.getProperty("user.name"))) {
      command.add("--map-root-user");
    }
    return command;
  }

  private Path socket(int reader) {
    return folder.resolve("reader" + reader);
  }

  /** Stops it as a system does, unless it is stopped; the cards stay in the readers. */
  public synchronized void stop() {
    process.ifPresent(ChildProcess::close);
    process = Optional.empty();
    readers.forEach(VirtualReader::serviceStopped);
  }

  /** Stops and starts. */
  public synchronized void restart() throws IOException, InterruptedException {
    stop();
    start();
  }

  /** A reader by its number, 0 or 1. */
  public VirtualReader reader(int number) {
    return readers.get(number);
  }

  /** What a program's environment needs so that it finds this service, and its cards quickly. */
  public Map<String, String> environment() {
    return Map.of(
        "PCSCLITE_CSOCK_NAME",
        folder.resolve("run/pcscd/pcscd.comm").toString(),
        "OPENSC_CONF",
        folder.resolve("opensc.conf").toString());
  }

  /** What pcscd wrote. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("pcscd.log"));
  }

  /** Takes the cards out, stops, and leaves nothing on disk. */
  @Override
  public void close() throws IOException {
    stop();
    try {
      for (VirtualReader reader : readers) {
        reader.eject();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
