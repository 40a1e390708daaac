package org.sealpost.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.harness.BuiltPackage;
import org.sealpost.harness.Program;

class ReproducibleTest {
  @TempDir Path folder;

  /** Which classes a start loads depends on its threads: that list is handed over. */
  @Test
  void aBuildInAnotherFolderTimeZoneAndLanguageAndWithOtherRightsIsTheSameBytes() throws Exception {
    Optional<String> obstacle = BuiltPackage.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    BuiltPackage first = BuiltPackage.get();

    Path second = Files.createDirectories(folder.resolve("another/place"));
    buildAgain(first, second);

    Path debian = second.resolve(first.debian().getFileName());
    Path archive = second.resolve(first.archive().getFileName());
    assertThat(contents(debian, "second")).isEqualTo(contents(first.debian(), "first"));
    assertThat(debian).hasSameBinaryContentAs(first.debian());
    assertThat(archive).hasSameBinaryContentAs(first.archive());
  }

  private void buildAgain(BuiltPackage built, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077 && exec \"$@\"", "sh"));
    command.addAll(built.making(output));
    command.addAll(List.of("--classes", built.program().toString()));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of("TZ", "America/St_Johns", "LC_ALL", "POSIX", "LANGUAGE", "zh_TW", "HOME", "/"));
    Process process = builder.start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ended").isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /** The sums of the files, and the description: they tell more than a differing byte. */
  private String contents(Path debian, String name) throws IOException, InterruptedException {
    Path control = folder.resolve(name);
    Program.run(Map.of(), List.of("dpkg-deb", "-R", debian.toString(), control.toString()))
        .succeeds();
    return Files.readString(control.resolve("DEBIAN/md5sums"))
        + Files.readString(control.resolve("DEBIAN/control"));
  }
}
