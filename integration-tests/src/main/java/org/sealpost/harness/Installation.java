package org.sealpost.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One user's Sealpost: a folder with configuration, state and card, and the real agent and proxy as
 * processes of their own.
 */
public final class Installation implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Pattern ADDRESS = Pattern.compile("(smtp|pop3) (?:127\\.0\\.0\\.1):(\\d+)");

  private final Path folder;
  private final Path configuration;
  private final Setup setup;
  private ChildProcess agent;
  private ChildProcess proxy;
  private int smtpPort;
  private int pop3Port;

  private Installation(Path folder, Path configuration, Setup setup) {
    this.folder = folder;
    this.configuration = configuration;
    this.setup = setup;
  }

  /**
   * How a user is set up.
   *
   * @param login the user name at the real servers
   * @param pin what the stand-in for pinentry types; it is the card file's password if it is right
   * @param smtpPort where the proxy listens; 0 for any
   * @param pop3Port where the proxy listens; 0 for any
   * @param settings further lines of configuration below {@code sealpost}
   * @param proxyJvm options for the proxy's JVM
   * @param reader how the agent reaches a card; empty if the card is a file
   * @param measured whether the processes have the whole compiler, as a user's have: for
   *     benchmarks, and where large mails go through them
   */
  public record Setup(
      Person person,
      String login,
      String pin,
      ServerAddress smtp,
      ServerAddress pop3,
      int smtpPort,
      int pop3Port,
      List<String> settings,
      List<String> proxyJvm,
      Optional<Reader> reader,
      boolean measured) {

    /** The usual: any free ports, the right PIN, a heap of 64 MB. */
    public static Setup of(
        Person person, String login, ServerAddress smtp, ServerAddress pop3, String... settings) {
      return new Setup(
          person,
          login,
          "demo",
          smtp,
          pop3,
          0,
          0,
          List.of(settings),
          List.of("-Xmx64m"),
          Optional.empty(),
          false);
    }

    /** The same at these ports. */
    public Setup at(int smtpPort, int pop3Port) {
      return new Setup(
          person, login, pin, smtp, pop3, smtpPort, pop3Port, settings, proxyJvm, reader, measured);
    }

    /** The same with another PIN typed. */
    public Setup typing(String pin) {
      return new Setup(
          person, login, pin, smtp, pop3, smtpPort, pop3Port, settings, proxyJvm, reader, measured);
    }

    /** The same with a card in a reader instead of a file. */
    public Setup with(Reader reader) {
      return new Setup(
          person,
          login,
          pin,
          smtp,
          pop3,
          smtpPort,
          pop3Port,
          settings,
          proxyJvm,
          Optional.of(reader),
          measured);
    }

    /** The same with these options for the proxy's JVM. */
    public Setup with(List<String> proxyJvm) {
      return new Setup(
          person, login, pin, smtp, pop3, smtpPort, pop3Port, settings, proxyJvm, reader, measured);
    }

    /** The same with the whole compiler, which takes longer to start. */
    public Setup toMeasure() {
      return new Setup(
          person, login, pin, smtp, pop3, smtpPort, pop3Port, settings, proxyJvm, reader, true);
    }
  }

  /**
   * How the agent reaches a card.
   *
   * @param module the PKCS#11 module
   * @param environment what the processes of the agent and of commands need for it
   */
  public record Reader(Path module, Map<String, String> environment) {}

  /** Writes everything into {@code folder} and starts nothing. */
  public static Installation create(Path folder, Setup setup) throws IOException {
    Files.createDirectories(folder);
    if (setup.reader().isEmpty()) {
      setup.person().writeCard(folder.resolve("card.p12"), "demo".toCharArray());
    }
    Path anchor = folder.resolve("ca.pem");
    Authority.writePem(setup.person().issuer(), anchor);
    writePinentry(folder, setup.pin());
    Path configuration = folder.resolve("sealpost.conf");
    Files.writeString(configuration, configurationText(folder, setup));
    return new Installation(folder, configuration, setup);
  }

  private static String configurationText(Path folder, Setup setup) {
    return """
        sealpost {
          state-dir = "%1$s/state"
          runtime-dir = "%1$s/run"
          accounts = [{
            address = "%2$s"
            login = "%3$s"
            smtp = %4$s
            pop3 = %5$s
          }]
          listen { smtp = "127.0.0.1:%6$d", pop3 = "127.0.0.1:%7$d", console = "127.0.0.1:0" }
          upstream.trusted-certificates = ["%1$s/ca.pem"]
          card-agent { %9$s, pinentry = "%1$s/pinentry" }
          trust.anchors = ["%1$s/ca.pem"]
          %8$s
        }
        """
        .formatted(
            folder,
            setup.person().address(),
            setup.login(),
            setup.smtp().hocon(),
            setup.pop3().hocon(),
            setup.smtpPort(),
            setup.pop3Port(),
            String.join("\n  ", setup.settings()),
            setup
                .reader()
                .map(reader -> "module = \"" + reader.module() + "\"")
                .orElse("module = none, pkcs12 = [\"" + folder.resolve("card.p12") + "\"]"));
  }

  /**
   * A pinentry (Assuan protocol) that answers by itself, and notes what it was told so that one can
   * see what a user would have read.
   */
  private static void writePinentry(Path folder, String pin) throws IOException {
    Path script = folder.resolve("pinentry");
    Files.writeString(
        script,
        """
        #!/bin/sh
        echo 'OK ready'
        while read -r command argument; do
          printf '%%s %%s\\n' "$command" "$argument" >> '%1$s'
          case $command in
            GETPIN) printf 'D %%s\\nOK\\n' "$(cat '%2$s')" ;;
            BYE) echo OK; exit 0 ;;
            *) echo OK ;;
          esac
        done
        """
            .formatted(folder.resolve("pinentry.log"), folder.resolve("pin")));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("pin"), pin);
  }

  /** From now on the stand-in for pinentry types this. */
  public void typePin(String pin) throws IOException {
    Files.writeString(folder.resolve("pin"), pin);
  }

  /** How often a PIN was asked for. */
  public long prompts() throws IOException {
    Path log = folder.resolve("pinentry.log");
    if (!Files.exists(log)) {
      return 0;
    }
    return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("GETPIN"))
        .count();
  }

  /** Starts the agent and the proxy and waits until both say they are ready. */
  public void start() throws IOException, InterruptedException {
    startAgent();
    startProxy();
  }

  private Map<String, String> environment() {
    return setup.reader().map(Reader::environment).orElse(Map.of());
  }

  public void startAgent() throws IOException, InterruptedException {
    startAgent(Map.of());
  }

  /** Starts the agent with more in its environment. */
  public void startAgent(Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment());
    all.putAll(more);
    agent = ChildProcess.start(command(List.of("-Xmx32m"), "agent"), all, log("agent"), "ready");
    agent.awaitReady(START_LIMIT);
  }

  public void startProxy() throws IOException, InterruptedException {
    startProxy(Map.of());
  }

  /** Starts the proxy with more in its environment. */
  public void startProxy(Map<String, String> environment) throws IOException, InterruptedException {
    proxy =
        ChildProcess.start(command(setup.proxyJvm(), "proxy"), environment, log("proxy"), "ready");
    Matcher matcher = ADDRESS.matcher(proxy.awaitReady(START_LIMIT));
    while (matcher.find()) {
      int port = Integer.parseInt(matcher.group(2));
      if (matcher.group(1).equals("smtp")) {
        smtpPort = port;
      } else {
        pop3Port = port;
      }
    }
  }

  private List<String> command(List<String> jvm, String... arguments) {
    List<String> command =
        new ArrayList<>(
            setup.measured() ? SealpostCommand.jvm(jvm) : SealpostCommand.shortLivedJvm(jvm));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", configuration.toString()));
    return command;
  }

  /** Runs the command with this installation's configuration. */
  public SealpostCommand.Result run(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", configuration.toString()));
    return SealpostCommand.run(environment(), all);
  }

  public ChildProcess agent() {
    return agent;
  }

  public ChildProcess proxy() {
    return proxy;
  }

  public int smtpPort() {
    return smtpPort;
  }

  public int pop3Port() {
    return pop3Port;
  }

  public Path folder() {
    return folder;
  }

  public Path configuration() {
    return configuration;
  }

  /** What a process wrote to its standard error: {@code agent} or {@code proxy}. */
  public String logText(String process) throws IOException {
    return Files.exists(log(process)) ? Files.readString(log(process)) : "";
  }

  private Path log(String process) {
    return folder.resolve(process + ".log");
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
    if (agent != null) {
      agent.close();
    }
  }
}
