package org.sealpost.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes that a program may ever load, told from its class files. Counted generously: whatever
 * a class that counts names, as a class, in a descriptor or signature, or as a string that reads
 * like a class's name; what native code names; and the providers of services. What is put together
 * from parts of names cannot be seen and has to be among the starting points.
 */
final class ReachableClasses {
  private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_$/]+");
  private static final int LONGEST_NAME = 300;
  private static final String SERVICES = "META-INF/services/";

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Map<String, Set<String>> providers = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private final Deque<String> unread = new ArrayDeque<>();

  private ReachableClasses() {}

  /**
   * Follows the names from their starting points.
   *
   * @param libraries all of the program
   * @param isStart tells the starting points by their names, as {@code java/lang/Object}
   * @return names of the same kind
   */
  static Set<String> of(Collection<Path> libraries, Predicate<String> isStart) throws IOException {
    ReachableClasses classes = new ReachableClasses();
    Set<String> named = new HashSet<>();
    for (Path library : libraries) {
      classes.read(library, named);
    }
    classes.classes.keySet().stream().filter(isStart).forEach(classes::reach);
    named.forEach(classes::reach);
    classes.follow();
    return classes.reached;
  }

  private void read(Path library, Set<String> named) throws IOException {
    try (JarFile jar = new JarFile(library.toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : jar.versionedStream().filter(it -> !it.isDirectory()).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          String name = entry.getName();
          if (name.endsWith(".class") && !name.endsWith("-info.class")) {
            classes.put(name.substring(0, name.length() - ".class".length()), in.readAllBytes());
          } else if (name.startsWith(SERVICES)) {
            providers
                .computeIfAbsent(slashed(name.substring(SERVICES.length())), _ -> new HashSet<>())
                .addAll(names(new String(in.readAllBytes(), StandardCharsets.UTF_8)).toList());
          } else if (name.endsWith(".so")) {
            names(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).forEach(named::add);
          }
        }
      }
    }
  }

  private void follow() {
    // The services of Java itself are asked for by Java.
    providers.keySet().stream()
        .filter(service -> !classes.containsKey(service))
        .forEach(service -> providers.get(service).forEach(this::reach));
    while (!unread.isEmpty()) {
      String name = unread.poll();
      providers.getOrDefault(name, Set.of()).forEach(this::reach);
      for (PoolEntry constant : ClassFile.of().parse(classes.get(name)).constantPool()) {
        switch (constant) {
          case ClassEntry named -> names(named.asInternalName()).forEach(this::reachDescribed);
          case Utf8Entry text when text.length() <= LONGEST_NAME ->
              names(text.stringValue()).forEach(this::reachDescribed);
          default -> {}
        }
      }
    }
  }

  /** A name by itself, or as descriptors have it: behind an L. */
  private void reachDescribed(String name) {
    reach(name);
    int described = name.indexOf('L');
    if (described >= 0) {
      reach(name.substring(described + 1));
    }
  }

  private void reach(String name) {
    if (classes.containsKey(name) && reached.add(name)) {
      unread.add(name);
    }
  }

  private static Stream<String> names(String text) {
    return List.of(NO_NAME.split(slashed(text), -1)).stream();
  }

  private static String slashed(String name) {
    return name.replace('.', '/');
  }
}
