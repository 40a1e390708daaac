package org.sealpost.card.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has this process run its own program from the beginning, as it was started: execv(2), on Linux.
 * The process keeps its number, so that whoever started it notices nothing; nothing else is kept,
 * and files, sockets and locks are let go by the system in that instant.
 */
final class ProcessImage {
  private static final Path SELF = Path.of("/proc/self");

  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int FIRST_AFTER_STANDARD_ERROR = 3;
  private static final int SIG_SETMASK = 2;

  /** Larger than any sigset_t. */
  private static final long SIGNALS = 128;

  private ProcessImage() {}

  /** Whether this system offers it. */
  static boolean isReplaceable() {
    return System.getProperty("os.name").startsWith("Linux");
  }

  /**
   * Begins anew; returns only by exception.
   *
   * @param variable is added to the environment with the value
   */
  static void replace(String variable, String value) throws IOException {
    Path program = Files.readSymbolicLink(SELF.resolve("exe"));
    List<byte[]> arguments = arguments(Files.readAllBytes(SELF.resolve("cmdline")));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, arguments.size() + 1L);
      for (int i = 0; i < arguments.size(); i++) {
        argv.setAtIndex(ValueLayout.ADDRESS, i, string(arena, arguments.get(i)));
      }
      MemorySegment path = arena.allocateFrom(program.toString());
      int _ =
          call(
              "setenv",
              arena.allocateFrom(variable),
              arena.allocateFrom(value),
              Integer.valueOf(1));
      closeOnExec();
      // A mask of signals outlives the program that set it.
      int _ = call("pthread_sigmask", SIG_SETMASK, arena.allocate(SIGNALS), MemorySegment.NULL);
      int result = call("execv", path, argv);
      throw new IOException("execv of " + program + ": " + result);
    }
  }

  private static List<byte[]> arguments(byte[] commandLine) {
    List<byte[]> arguments = new ArrayList<>();
    ByteArrayOutputStream argument = new ByteArrayOutputStream();
    for (byte octet : commandLine) {
      if (octet == 0) {
        arguments.add(argument.toByteArray());
        argument.reset();
      } else {
        argument.write(octet);
      }
    }
    return arguments;
  }

  private static MemorySegment string(SegmentAllocator allocator, byte[] octets) {
    MemorySegment string = allocator.allocate(octets.length + 1L);
    MemorySegment.copy(octets, 0, string, ValueLayout.JAVA_BYTE, 0, octets.length);
    return string;
  }

  /** Java does not mark all that it opens; libraries may mark nothing. */
  private static void closeOnExec() throws IOException {
    List<Integer> open;
    try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
      open = files.map(file -> Integer.valueOf(file.getFileName().toString())).toList();
    }
    for (int file : open) {
      if (file >= FIRST_AFTER_STANDARD_ERROR) {
        // The one that listed the others is closed by now, which is no error here.
        int _ = call("fcntl", file, F_SETFD, FD_CLOEXEC);
      }
    }
  }

  /** Calls a function of the C library that takes pointers and ints, and returns an int. */
  @SuppressWarnings("restricted") // The launchers allow native access.
  private static int call(String name, Object... arguments) {
    MemoryLayout[] layouts =
        Stream.of(arguments)
            .map(
                argument ->
                    argument instanceof Integer ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS)
            .toArray(MemoryLayout[]::new);
    Linker linker = Linker.nativeLinker();
    Linker.Option[] options =
        name.equals("fcntl")
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(2)}
            : new Linker.Option[0];
    MethodHandle function =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts),
            options);
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      // These call C, which throws nothing.
      throw new IllegalStateException(e);
    }
  }
}
