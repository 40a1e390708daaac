package org.sealpost.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.server.console.DoctorRun.State;

/** The doctor's process. */
class DoctorRunTest {
  @TempDir private Path folder;
  private final CountDownLatch finished = new CountDownLatch(1);

  private DoctorRun run(String script) {
    assumeThat(Path.of("/bin/sh")).as("there is no shell").isExecutable();
    return new DoctorRun(
        _ -> List.of("/bin/sh", "-c", script),
        List.of(),
        InstantSource.system(),
        finished::countDown);
  }

  private void await() throws InterruptedException {
    assertThat(finished.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itsProcessAndWhatThatStartedEndWithTheConsole() throws Exception {
    Path fifo = folder.resolve("pids");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    DoctorRun run = run("trap '' TERM; sleep 600 & echo $$ $! > '" + fifo + "'; wait; wait");
    run.begin();
    List<ProcessHandle> processes =
        List.of(Files.readString(fifo).strip().split(" ")).stream()
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
            .toList();
    assertThat(processes).hasSize(2);

    run.close();

    for (ProcessHandle process : processes) {
      process.onExit().get(60, TimeUnit.SECONDS);
      assertThat(process.isAlive()).isFalse();
    }
    await();
    run.begin();
    assertThat(run.state()).as("none is started afterwards").isInstanceOf(State.Failed.class);
  }

  @Test
  void whatItFindsIsKept() throws Exception {
    try (DoctorRun run = run("echo '[{\"check\":\"pop3\",\"state\":\"ok\",\"subject\":\"it\"}]'")) {
      run.begin();
      await();
      assertThat(run.state()).isInstanceOf(State.Done.class);
    }
  }
}
