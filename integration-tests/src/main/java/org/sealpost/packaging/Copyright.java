package org.sealpost.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Who holds the copyright of what is enclosed, and under which licence it is given, in Debian's
 * machine-readable form.
 *
 * @see <a href="https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/">the format</a>
 */
final class Copyright {
  private static final Pattern VERSION = Pattern.compile("-\\d.*");
  private static final Pattern TEXT =
      Pattern.compile(
          "(META-INF/(.*/)?|META-INF/maven/.*/)?(LICEN[CS]ES?|NOTICE|COPYING|about)"
              + "[^/]*(\\.txt|\\.md|\\.html)?",
          Pattern.CASE_INSENSITIVE);
  private static final List<String> WITH_DEBIAN =
      List.of("Apache-2.0", "GPL-2", "LGPL-2.1", "CC0-1.0");

  private final Path project;
  private final List<Path> libraries;
  private final Map<String, Entry> known;

  private record Entry(String licence, String holders) {}

  /**
   * @param libraries as they were before they were made slim: with their licences
   */
  Copyright(Path project, List<Path> libraries) throws IOException {
    this.project = project;
    this.libraries = libraries;
    this.known = known(project);
  }

  private static Map<String, Entry> known(Path project) throws IOException {
    Map<String, Entry> known = new LinkedHashMap<>();
    for (String line : Files.readAllLines(project.resolve("conf/package/libraries.tsv"))) {
      if (!line.startsWith("#")) {
        String[] fields = line.split("\t", -1);
        known.put(fields[0], new Entry(fields[1], fields[2]));
      }
    }
    return known;
  }

  /** The name of a library, without its version. */
  static String nameOf(Path library) {
    return VERSION.matcher(library.getFileName().toString()).replaceFirst("");
  }

  /**
   * The file {@code copyright}.
   *
   * @throws IOException if a library's licence is not known
   */
  String text() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
            Upstream-Name: Sealpost

            Files: *
            Copyright: 2026 The Sealpost authors
            License: Apache-2.0

            Files: usr/lib/sealpost/runtime/*
            Copyright: 1993-2026 Oracle and/or its affiliates, and others
            License: GPL-2 with Classpath-exception
            Comment: OpenJDK. The exception and what further authors ask for are in
             /usr/lib/sealpost/runtime/legal.

            """);
    TreeSet<String> licences =
        new TreeSet<>(List.of("Apache-2.0", "GPL-2 with Classpath-exception"));
    for (Path library : libraries) {
      Entry entry =
          Optional.ofNullable(known.get(nameOf(library)))
              .orElseThrow(() -> new IOException("whose licence is not known: " + library));
      text.append(
          "Files: usr/lib/sealpost/lib/%s\nCopyright: %s\nLicense: %s\n\n"
              .formatted(library.getFileName(), entry.holders(), entry.licence()));
      licences.addAll(List.of(entry.licence().split(" or ")));
    }
    for (String licence : licences) {
      text.append("License: ").append(licence).append('\n').append(body(licence)).append('\n');
    }
    return text.toString();
  }

  /** Where the text of a licence is, or the text itself. */
  private String body(String licence) throws IOException {
    if (licence.equals("Expat")) {
      return indented(Files.readString(project.resolve("conf/package/expat.txt")));
    }
    String common = licence.replace(" with Classpath-exception", "");
    return indented(
        (WITH_DEBIAN.contains(common)
                ? "On Debian systems the text is in /usr/share/common-licenses/" + common + ".\n"
                : "")
            + "The text is with the libraries that carry it, in /usr/share/doc/sealpost/licences.\n");
  }

  private static String indented(String text) {
    StringBuilder indented = new StringBuilder();
    text.lines().forEach(line -> indented.append(line.isBlank() ? " ." : " " + line).append('\n'));
    return indented.toString();
  }

  /** Writes the licences and notices that the libraries carry, a folder each. */
  void writeTexts(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.copy(project.resolve("LICENSE"), folder.resolve("Apache-2.0.txt"));
    for (Path library : libraries) {
      try (JarFile jar = new JarFile(library.toFile())) {
        for (JarEntry entry : jar.stream().filter(it -> !it.isDirectory()).toList()) {
          if (TEXT.matcher(entry.getName()).matches()) {
            Path target = Files.createDirectories(folder.resolve(nameOf(library)));
            try (InputStream in = jar.getInputStream(entry)) {
              Files.writeString(
                  target.resolve(Path.of(entry.getName()).getFileName().toString()),
                  new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
          }
        }
      }
    }
  }
}
