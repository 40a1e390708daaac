package org.sealpost.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.sealpost.server.cli.CommandExtension;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sealpost demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Shows a mail go from one client to another through two Sealposts, with cards, users and a"
            + " mail server made for the occasion; then stays up for your own mail client.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:all held", "1:something did not hold", "2:wrong usage"})
public final class DemoCommand implements CommandExtension {
  @Option(names = "--check", description = "do the round trip and exit")
  private boolean check;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "write wire.eml, opened.eml, written.eml, ca.pem, sender.p12 and recipient.p12 (password"
              + " demo) there")
  private Optional<Path> results = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("sealpost-demo-");
    CountDownLatch finished = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              interrupted.countDown();
              awaitQuietly(finished);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return play(folder, interrupted);
    } finally {
      delete(folder);
      finished.countDown();
    }
  }

  private int play(Path folder, CountDownLatch interrupted) throws Exception {
    PrintStream out = System.out;
    try (DemoStage stage = new DemoStage(folder)) {
      Demo demo = new Demo(out, terminalWidth());
      boolean held = demo.play(stage, results);
      if (!check) {
        demo.invite(stage);
        interrupted.await();
      }
      return held ? 0 : 1;
    }
  }

  private static int terminalWidth() {
    try {
      return Integer.parseInt(Optional.ofNullable(System.getenv("COLUMNS")).orElse("132"));
    } catch (NumberFormatException _) {
      return 132;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
