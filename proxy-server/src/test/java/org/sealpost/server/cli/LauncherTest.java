package org.sealpost.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code bin/sealpost} finds its Java. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../bin/sealpost").toAbsolutePath().normalize();

  @TempDir Path folder;

  private record Outcome(int status, String out, String err) {}

  @Test
  void javaHomeIsUsedIfItIsNewEnough() throws Exception {
    Path jdk = jdk("home", "25.0.1");
    assertThat(launch(LAUNCHER, Map.of("JAVA_HOME", jdk.toString())).out()).isEqualTo(jdk + "\n");
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    Path old = jdk("home", "17.0.9");
    Path jdk = jdk("jdks/new", "25");
    assertThat(
            launch(
                    LAUNCHER,
                    Map.of(
                        "JAVA_HOME", old.toString(), "SEALPOST_JDKS", jdk.getParent().toString()))
                .out())
        .isEqualTo(jdk + "\n");
  }

  @Test
  void theJavaOnThePathIsFoundThroughLinks() throws Exception {
    Path jdk = jdk("somewhere", "25.0.1");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(folder.resolve("alternative"), jdk.resolve("bin/java"));
    Files.createSymbolicLink(bin.resolve("java"), folder.resolve("alternative"));
    assertThat(launch(LAUNCHER, Map.of("PATH", bin + ":/usr/bin:/bin")).out())
        .isEqualTo(jdk + "\n");
  }

  @ParameterizedTest
  @CsvSource({"25, true", "25.0.1, true", "26-ea, true", "24.0.2, false", "1.8.0_402, false"})
  void aFolderCountsByTheVersionInIt(String version, boolean counts) throws Exception {
    Path jdk = jdk("jdks/one", version);
    Outcome outcome = launch(LAUNCHER, Map.of("SEALPOST_JDKS", jdk.getParent().toString()));
    assertThat(outcome.out()).isEqualTo(counts ? jdk + "\n" : "");
    assertThat(outcome.status()).isEqualTo(counts ? 0 : 1);
  }

  @Test
  void aJavaWithoutACompilerIsNotEnough() throws Exception {
    Path jre = jdk("jdks/jre", "25");
    Files.delete(jre.resolve("bin/javac"));
    assertThat(launch(LAUNCHER, Map.of("SEALPOST_JDKS", jre.getParent().toString())).status())
        .isEqualTo(1);
  }

  @Test
  void theFolderOfAMacIsFound() throws Exception {
    Path jdk = jdk("jdks/temurin-25.jdk/Contents/Home", "25");
    assertThat(launch(LAUNCHER, Map.of("SEALPOST_JDKS", folder.resolve("jdks").toString())).out())
        .isEqualTo(jdk + "\n");
  }

  @Test
  void withoutAnyOneLineSaysWhatToInstall() throws Exception {
    Outcome outcome = launch(LAUNCHER, Map.of("SEALPOST_JDKS", folder.toString()));
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("sealpost: ").contains("JDK 25"));
  }

  @Test
  void theCommandWorksThroughALinkFromAnotherFolder() throws Exception {
    Path jdk = jdk("home", "25");
    Path script = Files.createDirectories(folder.resolve("project/bin")).resolve("sealpost");
    Files.copy(LAUNCHER, script);
    Path first = Files.createSymbolicLink(folder.resolve("first"), script);
    Path second = Files.createSymbolicLink(folder.resolve("second"), first.getFileName());
    assertThat(launch(second, Map.of("JAVA_HOME", jdk.toString())).out()).isEqualTo(jdk + "\n");
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String program : new String[] {"java", "javac"}) {
      Files.createFile(
          jdk.resolve("bin").resolve(program),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    return jdk.toRealPath();
  }

  private Outcome launch(Path script, Map<String, String> environment) throws Exception {
    Path path = Files.createDirectories(folder.resolve("path"));
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", script.toString(), "--jdk").directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("PATH", tools(path));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), out, err);
  }

  /** A PATH with what the script needs, and no Java. */
  private static String tools(Path folder) throws IOException {
    for (String tool : new String[] {"dirname", "readlink"}) {
      Path script = folder.resolve(tool);
      Files.writeString(script, "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return folder.toString();
  }
}
