package org.sealpost.server.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Whether the standard streams are terminals, as isatty(3) of POSIX says: what Java tells of its
 * console is of input and output together, and says nothing of the errors.
 */
final class Terminals {
  static final int OUTPUT = 1;
  static final int ERRORS = 2;

  private Terminals() {}

  // The launchers allow native access; isatty takes and gives a number.
  @SuppressWarnings("restricted")
  static boolean isTerminal(int descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("isatty")
        .map(
            isatty -> {
              try {
                return (int)
                        linker
                            .downcallHandle(
                                isatty,
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                            .invokeExact(descriptor)
                    == 1;
              } catch (Throwable e) {
                // What a method handle may throw is not known; this one calls C, which throws
                // nothing.
                throw new IllegalStateException(e);
              }
            })
        .orElse(false);
  }
}
