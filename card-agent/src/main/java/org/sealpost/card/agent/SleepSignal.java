package org.sealpost.card.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.matchrules.DBusMatchRule;
import org.freedesktop.dbus.matchrules.DBusMatchRuleBuilder;
import org.freedesktop.dbus.messages.DBusSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from systemd-logind that the machine is about to sleep: the signal {@code PrepareForSleep}
 * of {@code org.freedesktop.login1.Manager} on the system bus. Where there is no bus or no logind,
 * {@link SleepWatch} notices after the fact.
 */
final class SleepSignal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SleepSignal.class);
  private static final String LOGIND = "org.freedesktop.login1";
  private static final String UNIX_PATH = "unix:path=";

  /** D-Bus specification, "Well-known Message Bus Instances". */
  private static final String DEFAULT_ADDRESS = UNIX_PATH + "/var/run/dbus/system_bus_socket";

  private final Optional<DBusConnection> bus;

  private SleepSignal(Optional<DBusConnection> bus) {
    this.bus = bus;
  }

  /**
   * Has the machine's falling asleep run the action, which must return at once.
   *
   * @param environment may name the bus in {@code DBUS_SYSTEM_BUS_ADDRESS}
   */
  static SleepSignal runs(Runnable action, Map<String, String> environment) {
    String address = environment.getOrDefault("DBUS_SYSTEM_BUS_ADDRESS", DEFAULT_ADDRESS);
    if (address.startsWith(UNIX_PATH) && !Files.exists(socket(address))) {
      LOG.debug("there is no system bus at {}", address);
      return new SleepSignal(Optional.empty());
    }
    try {
      DBusConnection bus = DBusConnectionBuilder.forAddress(address).withShared(false).build();
      DBusMatchRule rule =
          DBusMatchRuleBuilder.create()
              .withType("signal")
              .withInterface(LOGIND + ".Manager")
              .withMember("PrepareForSleep")
              .build();
      AutoCloseable _ = bus.addGenericSigHandler(rule, signal -> hear(bus, signal, action));
      return new SleepSignal(Optional.of(bus));
    } catch (DBusException | RuntimeException e) {
      LOG.debug("the system bus at {} cannot be used", address, e);
      return new SleepSignal(Optional.empty());
    }
  }

  private static Path socket(String address) {
    return Path.of(address.substring(UNIX_PATH.length()).replaceFirst("[,;].*", ""));
  }

  private static void hear(DBusConnection bus, DBusSignal signal, Runnable action) {
    try {
      Object[] parameters = signal.getParameters();
      // Anyone on the bus can send a signal of this name.
      if (parameters.length == 1
          && Boolean.TRUE.equals(parameters[0])
          && bus.getDBusOwnerName(LOGIND).equals(signal.getSource())) {
        LOG.info("the machine is about to sleep");
        action.run();
      }
    } catch (DBusException | RuntimeException e) {
      LOG.debug("a signal was not understood", e);
    }
  }

  @Override
  public void close() {
    if (bus.isPresent()) {
      bus.get().disconnect();
    }
  }
}
