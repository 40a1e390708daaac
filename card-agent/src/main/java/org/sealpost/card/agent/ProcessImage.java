package org.sealpost.card.agent;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Has this process run its own program from the beginning, as it was started: execv(2), on Linux.
 * The process keeps its number, so that whoever started it notices nothing; nothing else is kept,
 * and files, sockets and locks are let go by the system in that instant.
 */
final class ProcessImage {
  private static final Path SELF = Path.of("/proc/self");

  /** In &lt;linux/close_range.h&gt;. */
  private static final int CLOSE_RANGE_CLOEXEC = 1 << 2;

  /** The largest unsigned int. */
  private static final int ALL_LATER = ~0;

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
      MemorySegment argv = arena.allocate(ADDRESS, arguments.size() + 1L);
      for (int i = 0; i < arguments.size(); i++) {
        argv.setAtIndex(ADDRESS, i, string(arena, arguments.get(i)));
      }
      MemorySegment path = arena.allocateFrom(program.toString());
      int _ =
          function("setenv", ADDRESS, ADDRESS, JAVA_INT)
              .call(arena.allocateFrom(variable), arena.allocateFrom(value), Integer.valueOf(1));
      CFunction closeRange = function("close_range", JAVA_INT, JAVA_INT, JAVA_INT);
      CFunction setMask = function("pthread_sigmask", JAVA_INT, ADDRESS, ADDRESS);
      CFunction execv = function("execv", ADDRESS, ADDRESS);
      // A mask of signals outlives the program that set it.
      int _ = setMask.call(SIG_SETMASK, arena.allocate(SIGNALS), MemorySegment.NULL);
      // Java does not mark all that it opens; libraries may mark nothing. Nothing comes between
      // this and the end: a client accepted in between would wait for an answer for ever.
      int marked = closeRange.call(FIRST_AFTER_STANDARD_ERROR, ALL_LATER, CLOSE_RANGE_CLOEXEC);
      int result = execv.call(path, argv);
      throw new IOException("execv of " + program + ": " + result + ", close_range: " + marked);
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
    MemorySegment.copy(octets, 0, string, JAVA_BYTE, 0, octets.length);
    return string;
  }

  /** A function of the C library that takes pointers and ints, and returns an int. */
  private record CFunction(MethodHandle handle) {
    int call(Object... arguments) {
      try {
        return (int) handle.invokeWithArguments(arguments);
      } catch (Throwable e) {
        // These call C, which throws nothing.
        throw new IllegalStateException(e);
      }
    }
  }

  @SuppressWarnings("restricted") // The launchers allow native access.
  private static CFunction function(String name, MemoryLayout... parameters) {
    Linker linker = Linker.nativeLinker();
    return new CFunction(
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters)));
  }
}
