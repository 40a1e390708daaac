package org.sealpost.card.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Holds a lock and a socket, begins anew, and then waits to be told to stop. */
public final class RebornProcess {
  private static final String MARK = "REBORN_PROCESS_MARK";

  private RebornProcess() {}

  /** Takes the folder, and any further arguments. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String mark = System.getenv(MARK);
    if (mark == null) {
      begin(folder, output);
    }
    output.println("second " + ProcessHandle.current().pid() + " holds any: " + holdsAny(folder));
    output.println("mark " + mark);
    output.println(List.of(arguments).subList(1, arguments.length));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> output.println("told to stop")));
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void begin(Path folder, PrintStream output) throws IOException {
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      var _ = lock.lock();
      var _ = socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      output.println("first " + ProcessHandle.current().pid() + " holds any: " + holdsAny(folder));
      ProcessImage.replace(MARK, "4711");
    }
  }

  /** Whether a file of the folder is open, or a socket. */
  private static boolean holdsAny(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return Arrays.stream(files.toArray(Path[]::new))
          .anyMatch(
              file -> {
                try {
                  String target = Files.readSymbolicLink(file).toString();
                  return target.startsWith(folder.toString()) || target.startsWith("socket:");
                } catch (IOException e) {
                  return false;
                }
              });
    }
  }
}
