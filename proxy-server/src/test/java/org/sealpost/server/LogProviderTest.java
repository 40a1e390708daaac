package org.sealpost.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of a process that stays up; which log a process has is settled once, so each has one. */
class LogProviderTest {
  private static final String USUAL = "level=info source=Staying msg=\"it runs\"";

  @TempDir Path folder;

  private record Outcome(int status, String out, String err) {}

  @Test
  void whatStaysUpWritesFieldsAndNothingOfItsLibraries() throws Exception {
    Outcome run = run();
    assertThat(run.err().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("time=").endsWith(USUAL));
    assertThat(run.out()).isEqualTo("no provider is named\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void whatWasSetUpAsACommandsLogBecomesThatOfAService() throws Exception {
    Outcome run = run("-D" + Logging.BEFORE + "=true");
    assertThat(run.err().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("time=").endsWith(USUAL));
    assertThat(run.status()).isZero();
  }

  @Test
  void aFileOfTheUsersTakesItsPlace() throws Exception {
    Outcome run = run(configuredBy("good.xml", file("ch.qos.logback.core.ConsoleAppender")));
    assertThat(run).isEqualTo(new Outcome(0, "no provider is named\n", "default|it warns\n"));
  }

  @Test
  void aFileOfAnUnknownKindIsToldAndLeavesTheUsualLog() throws Exception {
    Outcome run = run(configuredBy("log.conf", "level = info"));
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("log.conf").contains(USUAL);
    assertThat(run.out()).isEqualTo("no provider is named\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<configuration><appender",
        "",
        "<configuration><root level='info'><appender-ref ref='none'/></root></configuration>"
      })
  void aMistakeInAFileIsToldAndHasNothingStop(String malformed) throws Exception {
    Outcome run = run(configuredBy("log.xml", malformed));
    assertThat(run.status()).isZero();
    assertThat(run.err()).containsPattern("(ERROR|WARN) in ch\\.qos\\.logback").contains("log.xml");
    assertThat(run.out()).isEqualTo("no provider is named\n");
  }

  @Test
  void aMisspeltAppenderIsTold() throws Exception {
    Outcome run = run(configuredBy("log.xml", file("ch.qos.logback.core.ConsolAppender")));
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("ERROR in ch.qos.logback").contains("ConsolAppender");
  }

  @Test
  void aFileThatIsMissingIsToldAndLeavesTheUsualLog() throws Exception {
    Outcome run = run("-Dlogback.configurationFile=" + folder.resolve("none.xml"));
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("There is no file " + folder.resolve("none.xml"))
        .contains(USUAL)
        .doesNotContain("at length");
    assertThat(run.out()).isEqualTo("no provider is named\n");
  }

  @Test
  void aProviderThatTheUserNamedStands() throws Exception {
    String nop = "org.slf4j.helpers.NOP_FallbackServiceProvider";
    Outcome run = run("-Dslf4j.provider=" + nop, "-Dslf4j.internal.verbosity=WARN");
    assertThat(run).isEqualTo(new Outcome(0, nop + "\n", ""));
  }

  private static String file(String appender) {
    return """
    <configuration>
      <appender name="mine" class="%s">
        <target>System.err</target>
        <encoder><pattern>%%contextName|%%msg%%n</pattern></encoder>
      </appender>
      <logger name="org.sealpost" level="warn"/>
      <root level="info"><appender-ref ref="mine"/></root>
    </configuration>
    """
        .formatted(appender);
  }

  private String configuredBy(String name, String text) throws IOException {
    return "-Dlogback.configurationFile=" + Files.writeString(folder.resolve(name), text);
  }

  private Outcome run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logging.class.getName()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SEALPOST_LOG"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it came to an end").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** A process that stays up, which this one does not; tells what it left of the provider. */
  static final class Logging {
    private static final String BEFORE = "logged.before";

    private Logging() {}

    public static void main(String[] arguments) {
      String name = "org.sealpost.server.Staying";
      if (Boolean.getBoolean(BEFORE)) {
        LoggerFactory.getLogger(name).info("not of interest for a command");
      }
      Log.ofService();
      Logger log = LoggerFactory.getLogger(name);
      log.debug("at length");
      log.info("it runs");
      if (System.getProperty("logback.configurationFile") != null) {
        log.warn("it warns");
      }
      System.out.println(System.getProperty("slf4j.provider", "no provider is named"));
    }
  }
}
