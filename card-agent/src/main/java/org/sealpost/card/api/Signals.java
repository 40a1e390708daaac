package org.sealpost.card.api;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the system, by {@code sun.misc.Signal}. Reached by name only: the compiler's warning
 * of that class cannot be suppressed, and warnings fail the build.
 */
public final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Has a signal run the action, on a thread of its own each time, instead of ending this process;
   * nothing where the system has no such signal, and where whoever started this process had it
   * ignored.
   *
   * @param name without {@code SIG}, as in {@code HUP}
   */
  public static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.dropArguments(
              MethodHandles.lookup()
                  .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                  .bindTo(action),
              0,
              signal);
      Object _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(
                  null,
                  signal.getConstructor(String.class).newInstance(name),
                  MethodHandleProxies.asInterfaceInstance(handler, run));
    } catch (InvocationTargetException e) {
      LOG.debug("SIG{} is not to be had here", name, e);
    } catch (ReflectiveOperationException e) {
      LOG.warn("signals cannot be handled here", e);
    }
  }
}
