package org.sealpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.card.agent.Main;
import org.sealpost.harness.Program;

/** The files by which service managers run Sealpost, judged by their own programs. */
class ServiceFilesTest {
  private static final Path FILES = Path.of("../conf").toAbsolutePath().normalize();
  private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

  @TempDir Path folder;

  private List<Path> units(String kind) throws IOException {
    try (Stream<Path> files = Files.list(FILES.resolve("systemd").resolve(kind))) {
      return files.sorted().map(this::standingFor).toList();
    }
  }

  /** The unit with a program in it that every system has: nothing is installed here. */
  private Path standingFor(Path unit) {
    try {
      return Files.writeString(
          folder.resolve(unit.getFileName().toString()),
          Files.readString(unit).replace("/usr/bin/sealpost", "/bin/true"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Program.Run analyze(String kind, String... arguments) throws Exception {
    Programs.need("systemd-analyze");
    return Program.run(
        Map.of("XDG_RUNTIME_DIR", folder.toString(), "SYSTEMD_LOG_LEVEL", "warning"),
        Stream.concat(Stream.of("systemd-analyze", "--" + kind), Stream.of(arguments)).toList());
  }

  /** With 3 ends a Java whose memory ran out. */
  @ParameterizedTest
  @ValueSource(strings = {"user", "system"})
  void anAgentIsStartedAnewUnlessThatIsOfNoUse(String kind) throws IOException {
    String unit =
        Files.readString(FILES.resolve("systemd").resolve(kind).resolve("sealpost-agent.service"));
    assertThat(unit)
        .contains(
            "Restart=on-failure\n",
            "RestartPreventExitStatus=%d 2 %d\n"
                .formatted(Main.CANNOT_START, Main.ALREADY_RUNNING));
    assertThat(List.of(Main.CANNOT_START, Main.ALREADY_RUNNING)).doesNotContain(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "system"})
  void systemdFindsNoFaultInTheUnits(String kind) throws Exception {
    List<String> arguments =
        Stream.concat(Stream.of("verify", "--man=no"), units(kind).stream().map(Path::toString))
            .toList();
    Program.Run run = analyze(kind, arguments.toArray(String[]::new));
    assertThat(run.output()).isEmpty();
    assertThat(run.status()).isZero();
  }

  /** A user's services are judged as if they were root's, which no user's service ever is. */
  @ParameterizedTest
  @CsvSource({"user, 5.0", "system, 1.4"})
  void theServicesMayDoLittle(String kind, double most) throws Exception {
    for (Path unit : units(kind)) {
      if (unit.toString().endsWith(".service")) {
        Program.Run run = analyze("system", "security", "--offline=true", unit.toString());
        Matcher exposure = EXPOSURE.matcher(run.output());
        assertThat(exposure.find()).as(run.output()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1)))
            .as(unit.getFileName().toString())
            .isLessThanOrEqualTo(most);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"user, %t/sealpost/agent.sock", "system, /run/sealpost/agent.sock"})
  void theSocketIsWhereTheAgentExpectsItAndForItsUserAlone(String kind, String place)
      throws IOException {
    assertThat(FILES.resolve("systemd").resolve(kind).resolve("sealpost-agent.socket"))
        .content()
        .contains("ListenStream=" + place + "\n", "SocketMode=0600\n", "DirectoryMode=0700\n");
  }

  /** A restore exchanges the whole folder, and makes the other one beside it. */
  @Test
  void theSystemsStateIsInAFolderOfItsOwnInTheHomeOfItsUser() throws IOException {
    String users = Files.readString(FILES.resolve("systemd/sysusers.d/sealpost.conf"));
    String folders = Files.readString(FILES.resolve("systemd/tmpfiles.d/sealpost.conf"));
    Matcher home = Pattern.compile("(?m)^u sealpost .* (/\\S+)$").matcher(users);
    Matcher state = Pattern.compile("state-dir = \"([^\"]+)\"").matcher(folders);
    assertThat(home.find()).isTrue();
    assertThat(state.find()).isTrue();
    assertThat(Path.of(state.group(1))).hasParentRaw(Path.of(home.group(1)));
    assertThat(folders)
        .contains("d " + state.group(1) + " 0700 sealpost sealpost -\n")
        .contains("d " + home.group(1) + " 0700 sealpost sealpost -\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "proxy"})
  void theFilesOfOtherSystemsCanBeRead(String part) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    assertThat(
            factory
                .newDocumentBuilder()
                .parse(FILES.resolve("windows/sealpost-" + part + ".xml").toFile())
                .getDocumentElement()
                .getTagName())
        .isEqualTo("service");
    Programs.need("python3");
    Program.Run run =
        Program.run(
            Map.of(),
            List.of(
                "python3",
                "-c",
                "import plistlib, sys; p = plistlib.load(open(sys.argv[1], 'rb'));"
                    + " print(p['Label'], *p['ProgramArguments'])",
                FILES.resolve("launchd/org.sealpost." + part + ".plist").toString()));
    assertThat(run.output())
        .isEqualTo("org.sealpost." + part + " /usr/local/bin/sealpost " + part + "\n");
  }
}
