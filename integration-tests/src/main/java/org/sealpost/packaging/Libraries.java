package org.sealpost.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries that the package encloses: those of the running program, less what only tests and
 * the demo need, each with the classes that the program can reach.
 */
final class Libraries {
  private static final Pattern NOT_ENCLOSED =
      Pattern.compile(
          "(integration-tests|greenmail|junit|jakarta\\.mail|jspecify|error_prone_annotations"
              + "|prometheus-metrics-exposition-formats)-\\d.*");
  private static final Pattern OWN = Pattern.compile("(card-agent|proxy-core|proxy-server)-\\d.*");

  /** Bouncy Castle puts the names of its algorithms' classes together from parts. */
  private static final Pattern NAMED_IN_PARTS =
      Pattern.compile("org/bouncycastle/jcajce/provider/.*");

  /**
   * Tables for signature schemes that nobody is asked to use, as large as all certificates' code.
   */
  private static final Pattern UNUSED =
      Pattern.compile("org/bouncycastle/pqc/legacy/picnic/.*\\.properties");

  private final List<Path> jars;
  private final SlimJar slim;

  private Libraries(List<Path> jars, SlimJar slim) {
    this.jars = jars;
    this.slim = slim;
  }

  /**
   * Those on this process's class path.
   *
   * @param time that every file gets
   */
  static Libraries ofThisProgram(Instant time) {
    List<Path> jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .filter(jar -> !isForBuilding(jar))
            .sorted(Comparator.comparing(Libraries::name))
            .toList();
    return new Libraries(jars, new SlimJar(time));
  }

  /** Whether a library is needed to make a package, but not in it. */
  static boolean isForBuilding(Path jar) {
    return NOT_ENCLOSED.matcher(name(jar)).matches();
  }

  /**
   * Writes the slim libraries into a folder. One that has nothing but native code is not written.
   *
   * @param architecture as Debian names it
   * @return the full ones of those of which something is used
   */
  List<Path> write(Path folder, String architecture) throws IOException {
    Files.createDirectories(folder);
    Set<String> own = ownClasses();
    Set<String> reachable =
        ReachableClasses.of(
            jars, name -> own.contains(name) || NAMED_IN_PARTS.matcher(name).matches());
    List<Path> written = new ArrayList<>();
    for (Path jar : jars) {
      boolean hasContent = hasAny(jar, entry -> isContent(entry) && isUsed(entry, reachable));
      if (hasContent) {
        slim.write(jar, folder.resolve(name(jar)), entry -> isUsed(entry, reachable));
      }
      if (hasContent || hasAny(jar, entry -> NativeCode.isFor(architecture, entry))) {
        written.add(jar);
      }
    }
    return written;
  }

  /**
   * The names of libraries in the order in which Java is to look into them: first our own, last
   * Bouncy Castle, the largest; the fewer have to be opened at a start, the sooner it is done.
   */
  static List<String> inOrder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Libraries::name)
          .sorted(
              Comparator.comparing((String name) -> !OWN.matcher(name).matches())
                  .thenComparing(name -> name.startsWith("bcprov"))
                  .thenComparing(Comparator.naturalOrder()))
          .toList();
    }
  }

  private Set<String> ownClasses() throws IOException {
    Set<String> own = new HashSet<>();
    for (Path jar : jars) {
      if (OWN.matcher(name(jar)).matches()) {
        try (JarFile file = new JarFile(jar.toFile())) {
          file.stream()
              .filter(entry -> isCode(entry.getName()))
              .forEach(entry -> own.add(className(entry.getName())));
        }
      }
    }
    return own;
  }

  private static boolean hasAny(Path jar, Predicate<String> condition) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.versionedStream().anyMatch(entry -> condition.test(entry.getName()));
    }
  }

  private static boolean isUsed(String entry, Set<String> reachable) {
    return isCode(entry) ? reachable.contains(className(entry)) : !UNUSED.matcher(entry).matches();
  }

  /** Something that a program reads, rather than something about the library. */
  private static boolean isContent(String entry) {
    return isCode(entry) || entry.startsWith("META-INF/resources/");
  }

  private static boolean isCode(String entry) {
    return entry.endsWith(".class") && !entry.endsWith("-info.class");
  }

  private static String className(String entry) {
    return entry.substring(0, entry.length() - ".class".length());
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }
}
