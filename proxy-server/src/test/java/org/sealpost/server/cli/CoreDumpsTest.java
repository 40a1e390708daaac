package org.sealpost.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CoreDumpsTest {
  private static final int PR_GET_DUMPABLE = 3;

  /** Run as a process of its own, so that the tests' own can still be looked into. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws Throwable {
      int before = dumpable();
      CoreDumps.forbid();
      System.out.println(before + " " + dumpable());
    }

    // Native access is what this test is about.
    @SuppressWarnings("restricted")
    private static int dumpable() throws Throwable {
      Linker linker = Linker.nativeLinker();
      return (int)
          linker
              .downcallHandle(
                  linker.defaultLookup().findOrThrow("prctl"),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                  Linker.Option.firstVariadicArg(1))
              .invokeExact(PR_GET_DUMPABLE);
    }
  }

  @Test
  void theKernelWritesNoMoreCoreFilesOfTheProcess() throws Exception {
    assumeTrue(System.getProperty("os.name").startsWith("Linux"), "not Linux");
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(probe.waitFor()).as(output).isZero();
    assertThat(output.strip()).isEqualTo("1 0");
  }
}
