package org.sealpost.benchmark;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealpost.harness.Authority;
import org.sealpost.harness.ChildProcess;
import org.sealpost.harness.EmbeddedMailServer;
import org.sealpost.harness.Installation;
import org.sealpost.harness.Person;
import org.sealpost.harness.PlainMailClient;
import org.sealpost.harness.Program;
import org.sealpost.harness.ServerAddress;

/**
 * What the packaged program costs a machine, beside DavMail where that is installed: from the start
 * of the process to the first greeting, memory when idle and after many mails, size on disk.
 */
final class Footprint {
  private static final String ADDRESS = "ming@example.test";
  private static final String PASSWORD = "secret";
  private static final Duration START = Duration.ofMinutes(1);

  /** Memory that is given back late has been given back by then. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private final Path launcher;
  private final Path folder;
  private final PrintStream out;

  /**
   * @param launcher {@code bin/sealpost} of a package, installed or unpacked
   */
  Footprint(Path launcher, Path folder, PrintStream out) {
    this.launcher = launcher;
    this.folder = folder;
    this.out = out;
  }

  private record Memory(long resident, long proportional) {
    static Memory of(long pid) throws IOException {
      String sums = Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"));
      return new Memory(number("Rss", sums), number("Pss", sums));
    }

    private static long number(String name, String sums) {
      Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(sums);
      return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024 : 0;
    }
  }

  /** Prints a table. */
  void run(int starts, int mails) throws Exception {
    Authority authority = new Authority("Sealpost Benchmark CA");
    Person person = authority.person("Ming", ADDRESS);
    out.printf(
        "%n%-22s %16s %14s %16s%n", "", "first greeting", "idle", "after " + mails + " mails");
    out.printf("%-22s %16s %14s %16s%n", "", "median, s", "RSS/PSS, MiB", "RSS/PSS, MiB");
    try (EmbeddedMailServer server = new EmbeddedMailServer(authority, folder, "implicit")) {
      server.addUser(ADDRESS, ADDRESS, PASSWORD);
      int smtp = freePort();
      int pop3 = freePort();
      Installation files =
          Installation.create(
              folder.resolve("user"),
              Installation.Setup.of(person, ADDRESS, server.smtp(), server.pop3()).at(smtp, pop3));
      String configuration = files.configuration().toString();
      List<String> proxy = List.of(launcher.toString(), "proxy", "--config", configuration);
      List<String> agent = List.of(launcher.toString(), "agent", "--config", configuration);
      double proxyStart = median(starts, proxy, smtp);
      double agentStart = medianUntilReady(starts, agent);
      try (ChildProcess a = started(agent)) {
        try (ChildProcess p = started(proxy)) {
          Thread.sleep(IDLE);
          Memory idleAgent = Memory.of(a.pid());
          Memory idleProxy = Memory.of(p.pid());
          exchange(
              new PlainMailClient(ADDRESS, PASSWORD, authority.certificate()), smtp, pop3, mails);
          Thread.sleep(IDLE);
          row("Sealpost proxy", proxyStart, idleProxy, shown(Memory.of(p.pid())));
          row("Sealpost card-agent", agentStart, idleAgent, shown(Memory.of(a.pid())));
        }
      }
    }
    if (Program.find("davmail").isPresent()) {
      davmail(starts);
    } else {
      out.println(
          "DavMail               (not measured: Debian's package davmail is not installed)");
    }
    out.printf(
        "%nSealpost on disk: %d MB, of which the classes laid out here %d MB%n",
        size(".*"), size(".*\\.jsa"));
  }

  private void davmail(int starts) throws Exception {
    int pop3 = freePort();
    Path properties = folder.resolve("davmail.properties");
    Files.writeString(
        properties,
        """
        davmail.server=true
        davmail.mode=EWS
        davmail.url=http://127.0.0.1:9/
        davmail.popPort=%d
        davmail.imapPort=
        davmail.smtpPort=
        davmail.ldapPort=
        davmail.caldavPort=
        davmail.logFilePath=%s
        """
            .formatted(pop3, folder.resolve("davmail.log")));
    List<String> command = List.of("davmail", "-server", properties.toString());
    double start = median(starts, command, pop3);
    Process process = silent(command);
    try {
      greeting(process, pop3);
      Thread.sleep(IDLE);
      row("DavMail", start, Memory.of(process.pid()), "-");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private void row(String name, double start, Memory idle, String later) {
    out.printf("%-22s %16.2f %14s %16s%n", name, start, shown(idle), later);
  }

  private static String shown(Memory memory) {
    return memory.resident() + "/" + memory.proportional();
  }

  private Process silent(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private double median(int starts, List<String> command, int port)
      throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      long began = System.nanoTime();
      Process process = silent(command);
      try {
        greeting(process, port);
        times.add((System.nanoTime() - began) / 1e9);
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  private double medianUntilReady(int starts, List<String> command)
      throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      long began = System.nanoTime();
      try (ChildProcess child = started(command)) {
        times.add((System.nanoTime() - began) / 1e9);
        child.pid();
      }
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  private ChildProcess started(List<String> command) throws IOException, InterruptedException {
    ChildProcess child =
        ChildProcess.start(command, Map.of(), folder.resolve("process.log"), "ready");
    child.awaitReady(START);
    return child;
  }

  private static void greeting(Process process, int port) throws IOException, InterruptedException {
    while (process.isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        if (in.readLine() != null) {
          return;
        }
      } catch (IOException _) {
        Thread.sleep(2);
      }
    }
    throw new IOException("a process ended before it greeted");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void exchange(PlainMailClient client, int smtp, int pop3, int mails)
      throws IOException, MessagingException {
    for (int i = 0; i < mails; i++) {
      MimeMessage mail = new MimeMessage(client.session());
      mail.setFrom(new InternetAddress(ADDRESS));
      mail.setRecipient(Message.RecipientType.TO, new InternetAddress(ADDRESS));
      mail.setSubject("Mail " + i);
      mail.setText("The plan.\r\n");
      mail.saveChanges();
      client.send(new ServerAddress("127.0.0.1", smtp, "none"), mail);
    }
    client.fetchAll(new ServerAddress("127.0.0.1", pop3, "none"));
  }

  private long size(String names) throws IOException {
    try (Stream<Path> files = Files.walk(launcher.toRealPath().getParent().getParent())) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += file.getFileName().toString().matches(names) ? Files.size(file) : 0;
      }
      return size / 1_000_000;
    }
  }
}
