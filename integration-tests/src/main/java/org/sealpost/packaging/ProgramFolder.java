package org.sealpost.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.sealpost.packaging.PackageCommand.Plan;

/**
 * The program as it is installed, in one folder that runs wherever it lies: Java, libraries, native
 * code, the launcher, and the list of the classes that start.
 */
final class ProgramFolder {
  private final Path folder;
  private final List<Path> enclosed;

  private ProgramFolder(Path folder, List<Path> enclosed) {
    this.folder = folder;
    this.enclosed = enclosed;
  }

  /**
   * Writes it.
   *
   * @param work for what is needed meanwhile
   */
  static ProgramFolder write(Plan plan, Path folder, Path work)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    JavaRuntime.write(folder.resolve("runtime"), plan.withDesktop());
    List<Path> enclosed =
        Libraries.ofThisProgram(plan.time()).write(folder.resolve("lib"), plan.architecture());
    Files.writeString(
        folder.resolve("classpath"),
        String.join(" ", Libraries.inOrder(folder.resolve("lib"))) + "\n");
    writeNative(plan.architecture(), enclosed, folder.resolve("native"));
    JavaRuntime.strip(folder);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(plan.templates().resolve("sealpost"), bin.resolve("sealpost"));
    Files.copy(plan.templates().resolve("sealpost-cache"), bin.resolve("sealpost-cache"));
    Installed.modes(folder);
    Installed.times(folder, plan.time());
    writeLists(plan, folder, work);
    Installed.modes(folder);
    Installed.times(folder, plan.time());
    return new ProgramFolder(folder, enclosed);
  }

  private static void writeLists(Plan plan, Path folder, Path work)
      throws IOException, InterruptedException {
    Optional<Path> given = plan.classes();
    if (given.isPresent()) {
      for (String process : StartClasses.PROCESSES) {
        String name = process + ".classes.gz";
        Files.copy(given.get().resolve(name), folder.resolve(name));
      }
      return;
    }
    Files.createDirectories(work);
    Map<String, List<String>> lists = new StartClasses(folder.resolve("bin/sealpost"), work).find();
    for (Map.Entry<String, List<String>> list : lists.entrySet()) {
      Files.write(
          folder.resolve(list.getKey() + ".classes.gz"),
          Gzip.of(String.join("\n", list.getValue()) + "\n"));
    }
  }

  /** As files of their own they need not be unpacked into a temporary folder at every start. */
  private static void writeNative(String architecture, List<Path> libraries, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    for (Path library : libraries) {
      try (ZipFile jar = new ZipFile(library.toFile())) {
        for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
          ZipEntry entry = all.nextElement();
          if (NativeCode.isFor(architecture, entry.getName())) {
            try (InputStream in = jar.getInputStream(entry)) {
              Files.copy(in, folder.resolve(Path.of(entry.getName()).getFileName().toString()));
            }
          }
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  /** The libraries as they were before they were made slim. */
  List<Path> enclosed() {
    return enclosed;
  }
}
