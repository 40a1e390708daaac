package org.sealpost.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sealpost.harness.Program;
import org.sealpost.packaging.PackageCommand.Plan;

/** Where the files of the package lie on the machine. */
final class SystemRoot {
  /** Folders of services' files below {@code conf/systemd}, and where systemd looks for them. */
  private static final Map<String, String> SERVICES =
      Map.of(
          "user", "usr/lib/systemd/user",
          "user-preset", "usr/lib/systemd/user-preset",
          "system", "usr/lib/systemd/system",
          "sysusers.d", "usr/lib/sysusers.d",
          "tmpfiles.d", "usr/lib/tmpfiles.d");

  private static final String DOCUMENTS = "usr/share/doc/sealpost/";

  private final Plan plan;
  private final Path root;

  SystemRoot(Plan plan, Path root) {
    this.plan = plan;
    this.root = root;
  }

  /** Where the program is to be written before the rest. */
  Path program() {
    return root.resolve("usr/lib/sealpost");
  }

  /** Writes everything but the program itself. */
  void write(ProgramFolder program) throws IOException, InterruptedException {
    Files.createSymbolicLink(
        Files.createDirectories(root.resolve("usr/bin")).resolve("sealpost"),
        Path.of("../lib/sealpost/bin/sealpost"));
    copy(plan.templates().resolve("sealpost.conf"), "etc/sealpost/sealpost.conf");
    for (String readme : List.of("README.md", "README.zh-TW.md")) {
      copy(plan.project().resolve(readme), DOCUMENTS + readme);
    }
    // Where the links in them lead.
    for (String folder : List.of("conf/handbook", "conf/pictures")) {
      copyAll(plan.project().resolve(folder), DOCUMENTS + folder);
    }
    try (InputStream in = SystemRoot.class.getResourceAsStream("/reference.conf")) {
      Files.copy(in, root.resolve(DOCUMENTS + "reference.conf"));
    }
    Copyright copyright = new Copyright(plan.project(), program.enclosed());
    Files.writeString(root.resolve(DOCUMENTS + "copyright"), copyright.text());
    copyright.writeTexts(root.resolve(DOCUMENTS + "licences"));
    for (Map.Entry<String, String> service : SERVICES.entrySet()) {
      copyAll(plan.project().resolve("conf/systemd").resolve(service.getKey()), service.getValue());
    }
    writeManual("man1", "en");
    writeManual("zh_TW/man1", "zh-TW");
    writeSaid("usr/share/bash-completion/completions/sealpost", "completion", "bash");
    writeSaid("usr/share/zsh/vendor-completions/_sealpost", "completion", "zsh");
  }

  private void copy(Path file, String name) throws IOException {
    Path target = root.resolve(name);
    Files.createDirectories(target.getParent());
    Files.copy(file, target);
  }

  private void copyAll(Path folder, String name) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          copy(file, name + "/" + file.getFileName());
        }
      }
    }
  }

  private void writeManual(String section, String language)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(root.resolve("usr/share/man").resolve(section));
    Files.write(
        folder.resolve("sealpost.1.gz"), Gzip.of(said("help", "--manual", "--language", language)));
  }

  private void writeSaid(String name, String... arguments)
      throws IOException, InterruptedException {
    Path target = root.resolve(name);
    Files.createDirectories(target.getParent());
    Files.writeString(target, said(arguments));
  }

  /** What the packaged command itself prints. */
  private String said(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(program().resolve("bin/sealpost").toString()), Stream.of(arguments))
            .toList();
    String output = Program.run(Map.of("LC_ALL", "C.UTF-8"), command).succeeds().output();
    return new String(output.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
