package org.sealpost.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealpost.harness.Authority;
import org.sealpost.harness.ChildProcess;
import org.sealpost.harness.Installation;
import org.sealpost.harness.ServerAddress;

/**
 * The classes that the agent and the proxy load until the proxy greets a mail client, found by
 * starting them as they are packaged. Those that only a mail needs are left out: laid out, they
 * would count as memory of a process that has seen no mail.
 */
final class StartClasses {
  static final List<String> PROCESSES = List.of("agent", "proxy");

  private static final Duration START = Duration.ofMinutes(3);
  private static final String NO_BUS = "unix:path=/nonexistent";
  private static final Pattern PORT = Pattern.compile("smtp 127\\.0\\.0\\.1:(\\d+)");

  private final Path launcher;
  private final Path folder;

  /**
   * @param launcher the packaged program
   * @param folder for what it needs meanwhile
   */
  StartClasses(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /** Their lists, by process, as Java reads them when it lays classes out. */
  SortedMap<String, List<String>> find() throws IOException, InterruptedException {
    ServerAddress nowhere = new ServerAddress("127.0.0.1", 9, "implicit");
    Installation user =
        Installation.create(
            folder.resolve("user"),
            Installation.Setup.of(
                new Authority("Sealpost Package CA").person("Ming", "ming@example.test"),
                "ming",
                nowhere,
                nowhere));
    String configuration = user.configuration().toString();
    // The first start makes what a user has at every other: keys for TLS, the store, folders.
    run(configuration, _ -> "");
    run(configuration, process -> "-Xshare:off -XX:DumpLoadedClassList=" + listOf(process));
    SortedMap<String, List<String>> lists = new TreeMap<>();
    for (String process : PROCESSES) {
      lists.put(process, sorted(process));
    }
    return lists;
  }

  /** Starts both until the proxy greets, and ends them. */
  private void run(String configuration, UnaryOperator<String> options)
      throws IOException, InterruptedException {
    try (ChildProcess agent = start("agent", configuration, options)) {
      agent.awaitReady(START);
      try (ChildProcess proxy = start("proxy", configuration, options)) {
        Matcher port = PORT.matcher(proxy.awaitReady(START));
        if (!port.find()) {
          throw new IOException("the proxy did not say where it listens");
        }
        greet(Integer.parseInt(port.group(1)));
      }
    }
  }

  private static void greet(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      if (in.readLine() == null) {
        throw new IOException("the proxy did not greet");
      }
    }
  }

  private ChildProcess start(String process, String configuration, UnaryOperator<String> options)
      throws IOException {
    return ChildProcess.start(
        List.of(launcher.toString(), process, "--config", configuration),
        Map.of(
            "SEALPOST_JAVA_OPTS",
            options.apply(process),
            "LC_ALL",
            "C.UTF-8",
            "TZ",
            "UTC",
            // Whatever this machine runs, nobody is told and nobody asked.
            "NOTIFY_SOCKET",
            "",
            "DBUS_SYSTEM_BUS_ADDRESS",
            NO_BUS,
            "DBUS_SESSION_BUS_ADDRESS",
            NO_BUS),
        folder.resolve(process + ".log"),
        "ready");
  }

  private Path listOf(String process) {
    return folder.resolve(process + ".classes");
  }

  /**
   * In order, so that lists can be compared; Java finds what a class needs by itself. The lines
   * that begin with an @ stand at the end: on lambdas, and on what of a class was resolved.
   */
  private List<String> sorted(String process) throws IOException {
    SortedSet<String> classes = new TreeSet<>();
    SortedSet<String> made = new TreeSet<>();
    for (String line : Files.readAllLines(listOf(process), StandardCharsets.UTF_8)) {
      if (line.startsWith("@")) {
        made.add(line);
      } else if (!line.startsWith("#") && !line.contains("source:")) {
        classes.add(line.replaceFirst(" id: \\d+.*", ""));
      }
    }
    return Stream.concat(classes.stream(), made.stream()).toList();
  }
}
