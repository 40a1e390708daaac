package org.sealpost.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sealpost.harness.Program;

/** The Java that the package encloses: what Sealpost needs of the JDK that builds it. */
final class JavaRuntime {
  /**
   * Named rather than computed: what is loaded by name alone no tool sees. Character sets are for
   * mails, locale data for dates; the smart card service is asked through {@code java.smartcardio}.
   */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.naming",
          "java.security.jgss",
          "java.security.sasl",
          "java.smartcardio",
          "java.sql",
          "jdk.charsets",
          "jdk.httpserver",
          "jdk.localedata",
          "jdk.management",
          "jdk.net",
          "jdk.security.auth",
          "jdk.unsupported");

  /** Messages of Java's own in languages that Sealpost does not speak. */
  private static final String OTHER_LANGUAGES =
      "regex:.*_(de|fr|es|it|ja|ko|pt_BR|sv|ca|cs|sk|tr|zh_CN)\\.(class|properties)";

  /** For tools that read a runtime, and for making the cache of a JDK. */
  private static final String UNUSED_FILES =
      "glob:/java.base/lib/jrt-fs.jar,glob:/java.base/lib/classlist,glob:/java.base/bin/keytool"
          + ",glob:/jdk.httpserver/bin/jwebserver";

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private JavaRuntime() {}

  /**
   * Writes it as a folder.
   *
   * @param withDesktop whether the agent can show its own window for the PIN
   */
  static void write(Path folder, boolean withDesktop) throws IOException, InterruptedException {
    List<String> modules = new ArrayList<>(MODULES);
    if (withDesktop) {
      modules.add("java.desktop");
    }
    // As a process of its own: within this one, the order in which its plugins work on a class
    // depends on what ran before, and so do the bytes.
    Program.run(
            Map.of("LC_ALL", "C.UTF-8"),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "--add-modules",
                String.join(",", modules),
                "--output",
                folder.toString(),
                "--compress=zip-9",
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--include-locales=en,zh-TW",
                "--exclude-resources=" + OTHER_LANGUAGES,
                "--exclude-files=" + UNUSED_FILES))
        .succeeds();
  }

  /** Symbols of native code, which only a debugger reads. */
  static void strip(Path folder) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("strip", "--strip-unneeded"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (isNative(file)) {
          command.add(file.toString());
        }
      }
    }
    Program.run(Map.of(), command).succeeds();
  }

  private static boolean isNative(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
  }
}
