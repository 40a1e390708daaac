package org.sealpost.server.backup;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges two folders beside each other: on Linux in one step, by renameat2(2), so that whatever
 * happens each name leads to one of them, whole. Elsewhere, and on file systems that cannot, in
 * two.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int AT_FDCWD = -100;
  private static final int RENAME_EXCHANGE = 2;

  private Exchange() {}

  /**
   * Puts {@code fresh} in the place of {@code old}, which must be there.
   *
   * @param aside where the old one is to be afterwards; nothing may be there
   * @return where the old one is: at {@code fresh} if it could be moved neither aside nor back
   * @throws IOException if nothing was changed
   */
  static Path replace(Path old, Path fresh, Path aside) throws IOException {
    if (isExchanged(old, fresh)) {
      try {
        Files.move(fresh, aside, StandardCopyOption.ATOMIC_MOVE);
        return aside;
      } catch (IOException e) {
        if (isExchanged(old, fresh)) {
          throw e;
        }
        LOG.warn("{} was not renamed to {}", fresh, aside, e);
        return fresh;
      }
    }
    Files.move(old, aside, StandardCopyOption.ATOMIC_MOVE);
    boolean replaced = false;
    try {
      Files.move(fresh, old, StandardCopyOption.ATOMIC_MOVE);
      replaced = true;
    } finally {
      if (!replaced) {
        Files.move(aside, old, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return aside;
  }

  private static boolean isExchanged(Path one, Path other) {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      return false;
    }
    Optional<MemorySegment> found = Linker.nativeLinker().defaultLookup().find("renameat2");
    return found.isPresent() && call(found.get(), one, other) == 0;
  }

  // The launchers allow native access; the signature is renameat2's.
  @SuppressWarnings("restricted")
  private static int call(MemorySegment function, Path one, Path other) {
    MethodHandle renameat2 =
        Linker.nativeLinker()
            .downcallHandle(
                function,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          renameat2.invokeExact(
              AT_FDCWD,
              arena.allocateFrom(one.toAbsolutePath().toString()),
              AT_FDCWD,
              arena.allocateFrom(other.toAbsolutePath().toString()),
              RENAME_EXCHANGE);
    } catch (Throwable e) {
      // What a method handle may throw is not known; this one calls C, which throws nothing.
      LOG.debug("no exchange in one step", e);
      return -1;
    }
  }
}
