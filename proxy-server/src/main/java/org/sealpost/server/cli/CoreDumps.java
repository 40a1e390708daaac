package org.sealpost.server.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process's memory out of core dumps and away from the user's other programs, for the
 * process that knows the PIN. On Linux, prctl(2) PR_SET_DUMPABLE: no core file is written, and no
 * process but root's can attach with ptrace(2) or read {@code /proc/PID/mem}. Programs that it
 * starts are not affected.
 */
final class CoreDumps {
  private static final Logger LOG = LoggerFactory.getLogger(CoreDumps.class);
  private static final int PR_SET_DUMPABLE = 4;
  private static final long NO = 0;

  private CoreDumps() {}

  /** Forbids them; where that is not possible, the log says so. */
  static void forbid() {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return;
    }
    int error = setDumpable(NO);
    if (error != 0) {
      LOG.warn("core dumps of this process cannot be switched off (error {})", error);
    }
  }

  // The launchers allow native access; the signature is prctl's, which takes no pointers here.
  @SuppressWarnings("restricted")
  private static int setDumpable(long value) {
    StructLayout state = Linker.Option.captureStateLayout();
    Linker linker = Linker.nativeLinker();
    MethodHandle prctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("prctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment captured = arena.allocate(state);
      int result = (int) prctl.invokeExact(captured, PR_SET_DUMPABLE, value, 0L, 0L, 0L);
      return result == 0
          ? 0
          : (int) state.varHandle(MemoryLayout.PathElement.groupElement("errno")).get(captured, 0L);
    } catch (Throwable e) {
      // What a method handle may throw is not known; this one calls C, which throws nothing.
      throw new IllegalStateException(e);
    }
  }
}
