package org.sealpost.harness;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The package, made by {@code sealpost package} of the very classes that this process runs. It is
 * made once for a build folder; whoever comes meanwhile waits.
 */
public final class BuiltPackage {
  /** The system property that names the file with the class path. */
  private static final String CLASS_PATH = "sealpost.runtime-class-path";

  private static final List<String> OWN = List.of("card-agent", "proxy-core", "proxy-server");

  private final Path project;
  private final Path folder;

  private BuiltPackage(Path project, Path folder) {
    this.project = project;
    this.folder = folder;
  }

  /** Why there can be none here; empty where there can. */
  public static Optional<String> obstacle() {
    for (String program : List.of("dpkg-deb", "strip", "tar")) {
      if (Program.find(program).isEmpty()) {
        return Optional.of(program + " is not installed (bin/check installs it)");
      }
    }
    return BuildFolder.get().isEmpty() || System.getProperty(CLASS_PATH) == null
        ? Optional.of("no build says where to keep a package")
        : Optional.empty();
  }

  /** The package of this build, made if it is not there. */
  public static BuiltPackage get() throws IOException, InterruptedException {
    Path kept = BuildFolder.get().orElseThrow(() -> new IOException(obstacle().orElse("")));
    Path project = Path.of("..").toAbsolutePath().normalize();
    Path folder = kept.resolve("package-" + stamp(project));
    BuiltPackage built = new BuiltPackage(project, folder);
    Files.createDirectories(kept);
    try (FileChannel channel =
            FileChannel.open(
                kept.resolve("package.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        built.make();
      }
    }
    return built;
  }

  /** The Debian package. */
  public Path debian() throws IOException {
    return file(".deb");
  }

  /** The packaged command, run from where it was unpacked. */
  public Path command() throws IOException {
    return program().resolve("bin/sealpost");
  }

  /** The folder where it was unpacked. */
  public Path program() {
    return folder.resolve("program");
  }

  /** The same as an archive for other systems. */
  public Path archive() throws IOException {
    return file(".tar.gz");
  }

  /** What makes it once more, of the same classes, in another folder. */
  public List<String> making(Path output) throws IOException {
    return making(folder, output);
  }

  private Path file(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + suffix + " in " + folder));
    }
  }

  /** Differs where anything does of which it is made. */
  private static String stamp(Path project) throws IOException {
    StringBuilder stamp = new StringBuilder(Runtime.version().toString());
    List<Path> sources = new ArrayList<>(classPath());
    sources.add(project.resolve("conf"));
    sources.add(project.resolve("README.md"));
    for (Path source : sources) {
      if (Files.exists(source)) {
        try (Stream<Path> files = Files.walk(source)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            stamp.append('\n').append(file).append(' ').append(Files.size(file));
            stamp.append(' ').append(Files.getLastModifiedTime(file));
          }
        }
      }
    }
    return UUID.nameUUIDFromBytes(stamp.toString().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** What the build says that this module needs when it runs, and this module itself. */
  private static List<Path> classPath() throws IOException {
    Path file = Path.of(System.getProperty(CLASS_PATH));
    return Stream.concat(
            Stream.of(Path.of("target/classes").toAbsolutePath()),
            Stream.of(Files.readString(file).strip().split(File.pathSeparator, -1)).map(Path::of))
        .toList();
  }

  private void make() throws IOException, InterruptedException {
    forgetOthers();
    Path work = folder.resolveSibling(folder.getFileName() + ".new");
    Files.createDirectories(work.resolve("program"));
    pack(work);
    Path log = folder.resolveSibling("package.log");
    Process process =
        new ProcessBuilder(making(work, work))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("making the package takes more than ten minutes");
    }
    if (process.exitValue() != 0) {
      throw new IOException("the package could not be made:\n" + Files.readString(log));
    }
    BuiltPackage made = new BuiltPackage(project, work);
    Program.run(
            Map.of(),
            List.of(
                "tar",
                "--extract",
                "--strip-components=1",
                "--directory=" + work.resolve("program"),
                "--file=" + made.file(".tar.gz")))
        .succeeds();
    Program.run(Map.of(), List.of(work.resolve("program/bin/sealpost-cache").toString()))
        .succeeds();
    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> making(Path packed, Path output) throws IOException {
    List<String> libraries = new ArrayList<>();
    for (Path entry : classPath()) {
      libraries.add(module(entry).map(it -> jar(packed, it)).orElse(entry).toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Dsealpost.launcher=" + project.resolve("bin/sealpost"),
        "-cp",
        String.join(File.pathSeparator, libraries),
        "org.sealpost.server.cli.Sealpost",
        "package",
        "--output",
        output.toString());
  }

  /** Makes libraries of this project's own modules, as a package has them. */
  private static void pack(Path folder) throws IOException {
    for (Path entry : classPath()) {
      Optional<String> module = module(entry);
      if (module.isPresent()) {
        Path jar = jar(folder, module.get());
        Files.createDirectories(jar.getParent());
        pack(entry, jar);
      }
    }
  }

  /** The one of our modules whose classes an entry of the class path is. */
  private static Optional<String> module(Path entry) {
    String name = String.valueOf(entry.resolve("../..").normalize().getFileName());
    return Optional.of(name).filter(it -> Files.isDirectory(entry) && OWN.contains(it));
  }

  /** Without a version of its own, which only the package's name would show. */
  private static Path jar(Path folder, String module) {
    return folder.resolve("jars").resolve(module + "-0.jar");
  }

  private static void pack(Path classes, Path jar) throws IOException {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int status =
        ToolProvider.findFirst("jar")
            .orElseThrow(() -> new IOException("this JDK has no jar"))
            .run(out, out, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
    if (status != 0) {
      throw new IOException("jar: " + said);
    }
  }

  private void forgetOthers() throws IOException {
    try (Stream<Path> files = Files.list(folder.getParent())) {
      for (Path other :
          files.filter(it -> it.getFileName().toString().startsWith("package-")).toList()) {
        delete(other);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
