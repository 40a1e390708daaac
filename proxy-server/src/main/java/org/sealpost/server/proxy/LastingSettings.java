package org.sealpost.server.proxy;

import java.util.ArrayList;
import java.util.List;
import org.sealpost.server.Settings;
import org.sealpost.server.Settings.Listen;

/** The settings that count from the proxy's start to its end. */
final class LastingSettings {
  private LastingSettings() {}

  /** Their names, where the next configuration has them otherwise than the running proxy. */
  static List<String> changed(Settings running, Settings next) {
    List<String> changed = new ArrayList<>();
    add(changed, "sealpost.state-dir", running.stateDir(), next.stateDir());
    add(changed, "sealpost.runtime-dir", running.runtimeDir(), next.runtimeDir());
    Listen now = running.listen();
    Listen then = next.listen();
    add(changed, "sealpost.listen.smtp", now.smtp(), then.smtp());
    add(changed, "sealpost.listen.pop3", now.pop3(), then.pop3());
    add(changed, "sealpost.listen.console", now.console(), then.console());
    add(changed, "sealpost.listen.max-connections", now.maxConnections(), then.maxConnections());
    add(changed, "sealpost.spool.memory", running.spoolMemory(), next.spoolMemory());
    add(
        changed,
        "sealpost.sending.remember",
        running.sending().remember(),
        next.sending().remember());
    add(changed, "sealpost.sending.history", running.sending().history(), next.sending().history());
    return changed;
  }

  private static void add(List<String> changed, String name, Object now, Object then) {
    if (!now.equals(then)) {
      changed.add(name);
    }
  }

  /**
   * Whether mail clients would be served by other protocols: accounts name real servers only for
   * those.
   */
  static boolean switchesProtocols(Settings running, Settings next) {
    Listen now = running.listen();
    Listen then = next.listen();
    return now.smtp().isPresent() != then.smtp().isPresent()
        || now.pop3().isPresent() != then.pop3().isPresent();
  }

  /** The next configuration with these as they are. */
  static Settings kept(Settings running, Settings next) {
    return new Settings(
        next.files(),
        running.stateDir(),
        running.runtimeDir(),
        next.accounts(),
        running.listen(),
        next.upstream(),
        next.cardAgent(),
        next.trust(),
        running.sending(),
        next.algorithms(),
        next.directories(),
        next.language(),
        next.marks(),
        next.notices(),
        next.allowRc2(),
        running.spoolMemory(),
        next.warnings());
  }
}
