package org.sealpost.card.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A pinentry program whose answer the test chooses, and which notes what it was told. */
public final class FakePinentry {
  /** What pinentry says when the user closes it. */
  public static final String CANCEL = "ERR 83886179 Operation cancelled <Pinentry>";

  private final Path program;

  private FakePinentry(Path program) {
    this.program = program;
  }

  /** Writes the program into the folder. */
  public static FakePinentry in(Path folder) throws IOException {
    Path program = folder.resolve("pinentry.sh");
    try (InputStream script = FakePinentry.class.getResourceAsStream("pinentry.sh")) {
      Files.copy(script, program);
    }
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    FakePinentry pinentry = new FakePinentry(program);
    pinentry.answers("empty");
    return pinentry;
  }

  /** The program's path. */
  public String path() {
    return program.toString();
  }

  /** Makes it answer GETPIN with a line, {@code empty}, {@code hang} or {@code crash}. */
  public void answers(String answer) throws IOException {
    Files.writeString(beside(".answer"), answer);
  }

  /** Makes it answer GETPIN only when {@link #release} is called. */
  public void waits() throws IOException, InterruptedException {
    Path pipe = beside(".pipe");
    if (!Files.exists(pipe)) {
      String _ = Programs.run("mkfifo", pipe.toString());
    }
    answers(pipe.toString());
  }

  /** Blocks until a waiting GETPIN takes the line. */
  public void release(String line) throws IOException {
    Files.writeString(beside(".pipe"), line + "\n");
  }

  /** The commands it was told, over all runs. */
  public List<String> told() throws IOException {
    return Files.exists(beside(".log"))
        ? Files.readAllLines(beside(".log"), StandardCharsets.UTF_8)
        : List.of();
  }

  /** How often it asked. */
  public long prompts() throws IOException {
    return told().stream().filter("GETPIN"::equals).count();
  }

  private Path beside(String suffix) {
    return program.resolveSibling(program.getFileName() + suffix);
  }
}
