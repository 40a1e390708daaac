package org.sealpost.card.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by {@code sun.misc.Signal}. Reached by name only: the compiler's warning of that class
 * cannot be suppressed, and warnings fail the build.
 */
final class HangupSignal {
  private static final Logger LOG = LoggerFactory.getLogger(HangupSignal.class);

  private HangupSignal() {}

  /** Has SIGHUP run the action instead of ending this process; nothing where there is no SIGHUP. */
  static void runs(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.dropArguments(
              MethodHandles.lookup().bind(action, "run", MethodType.methodType(void.class)),
              0,
              signal);
      Object _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(
                  null,
                  signal.getConstructor(String.class).newInstance("HUP"),
                  MethodHandleProxies.asInterfaceInstance(handler, run));
    } catch (ReflectiveOperationException e) {
      LOG.debug("there is no SIGHUP here", e);
    }
  }
}
