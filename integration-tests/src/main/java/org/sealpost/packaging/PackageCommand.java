package org.sealpost.packaging;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealpost.harness.Program;
import org.sealpost.server.cli.CommandExtension;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sealpost package}. */
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    description =
        "Makes a Debian package and a .tar.gz of Sealpost for this machine's architecture, each with"
            + " the Java it needs. The same sources, JDK and list of classes give the same bytes.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:both are made", "1:something failed", "2:wrong usage"})
public final class PackageCommand implements CommandExtension {
  /** Where no history says when the sources were last changed. */
  private static final Instant WITHOUT_HISTORY = Instant.parse("2026-01-01T00:00:00Z");

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "where they are written (default: target/package of the project)")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--full",
      description = "with the agent's own window for the PIN, for systems without pinentry")
  private boolean full;

  @Option(names = "--headless", description = "without it (the default)")
  private boolean headless;

  @Option(
      names = "--classes",
      paramLabel = "DIR",
      description =
          "where agent.classes.gz and proxy.classes.gz of another package lie, instead of finding"
              + " the classes that start by a run")
  private Optional<Path> classes = Optional.empty();

  /**
   * What is packaged.
   *
   * @param project the folder of the sources
   * @param version of Sealpost
   * @param architecture as Debian names it
   * @param time that all files get, in whole and even seconds as zip files count
   * @param withDesktop whether the agent has a window of its own
   * @param classes the list of classes, if it is not to be found anew
   */
  record Plan(
      Path project,
      String version,
      String architecture,
      Instant time,
      boolean withDesktop,
      Optional<Path> classes) {
    String name() {
      return withDesktop ? "sealpost-full" : "sealpost";
    }

    /** The files that go into packages as they are. */
    Path templates() {
      return project.resolve("conf/package");
    }
  }

  @Override
  public Integer call() throws Exception {
    if (full && headless) {
      spec.commandLine().getErr().println("sealpost: either --full or --headless");
      return 2;
    }
    Path project = Path.of(System.getProperty("sealpost.launcher")).getParent().getParent();
    Path folder = output.orElse(project.resolve("target/package")).toAbsolutePath();
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory("sealpost-package-");
    try {
      Plan plan = new Plan(project, version(), architecture(), time(project), full, classes);
      build(plan, folder, work, System.out);
      return 0;
    } finally {
      delete(work);
    }
  }

  private static void build(Plan plan, Path output, Path work, PrintStream out) throws Exception {
    Path root = work.resolve("root");
    SystemRoot system = new SystemRoot(plan, root);
    out.println("Java and libraries");
    ProgramFolder program = ProgramFolder.write(plan, system.program(), work.resolve("classes"));
    out.println("documents");
    system.write(program);
    Path tar = new Tarball(plan, root).write(output, work);
    long installed = Installed.size(root);
    Path deb = new DebianPackage(plan, root).write(output);
    for (Path file : List.of(deb, tar)) {
      out.printf("%s  %.1f MB%n", file, Files.size(file) / 1e6);
    }
    out.printf("installed  %.1f MB%n", installed / 1e6);
  }

  private String version() {
    return spec.root().version()[0].replaceFirst(".* ", "");
  }

  private static String architecture() throws IOException, InterruptedException {
    return Program.run(Map.of(), List.of("dpkg", "--print-architecture"))
        .succeeds()
        .output()
        .strip();
  }

  /** As the environment says, or of the last change. */
  private static Instant time(Path project) throws IOException, InterruptedException {
    String said = System.getenv().getOrDefault("SOURCE_DATE_EPOCH", "");
    if (said.isEmpty() && Program.find("git").isPresent()) {
      Program.Run git =
          Program.run(
              Map.of(), List.of("git", "-C", project.toString(), "log", "-1", "--format=%ct"));
      said = git.status() == 0 ? git.output().strip() : "";
    }
    // Zip files count in steps of two seconds.
    return said.isEmpty() ? WITHOUT_HISTORY : Instant.ofEpochSecond(Long.parseLong(said) / 2 * 2);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
