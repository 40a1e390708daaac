package org.sealpost.server.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's desktop, over the session bus. Where there is none, or nobody who shows notices, the
 * log says so once and they are dropped; the bus may come later, so it is tried again with a
 * notice, after a while. For one thread.
 */
final class SessionBus implements Desktop {
  private static final Logger LOG = LoggerFactory.getLogger(SessionBus.class);
  private static final String UNIX_PATH = "unix:path=";
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final InstantSource clock;
  private Optional<Opened> opened = Optional.empty();
  private Instant nextTry = Instant.MIN;
  private boolean complained;

  private record Opened(DBusConnection bus, Notifications service, boolean readsMarkup) {}

  /**
   * A bus that is not connected yet.
   *
   * @param environment may name it in {@code DBUS_SESSION_BUS_ADDRESS}; otherwise it is looked for
   *     in {@code XDG_RUNTIME_DIR}
   */
  SessionBus(Map<String, String> environment, InstantSource clock) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
  }

  static DesktopReach reach(Map<String, String> environment) {
    Optional<String> address = address(environment);
    if (address.isEmpty()) {
      return DesktopReach.NO_BUS;
    }
    DBusConnection bus;
    try {
      bus = connect(address.get());
    } catch (DBusException | RuntimeException e) {
      LOG.debug("the session bus cannot be used", e);
      return DesktopReach.NO_BUS;
    }
    try {
      List<String> _ = service(bus).capabilities();
      return DesktopReach.SHOWN;
    } catch (DBusException | RuntimeException e) {
      LOG.debug("nobody shows notices", e);
      return DesktopReach.NOBODY;
    } finally {
      bus.disconnect();
    }
  }

  private static DBusConnection connect(String address) throws DBusException {
    return DBusConnectionBuilder.forAddress(address).withShared(false).build();
  }

  private static Notifications service(DBusConnection bus) throws DBusException {
    return bus.getRemoteObject(Notifications.NAME, Notifications.PATH, Notifications.class);
  }

  @Override
  public boolean show(Notice notice) {
    boolean before = opened.isPresent();
    if (tried(notice)) {
      return true;
    }
    // The connection may have been lost since the last one, with the desktop's end.
    return before && tried(notice);
  }

  private boolean tried(Notice notice) {
    Optional<Opened> desktop = opened();
    if (desktop.isEmpty()) {
      return false;
    }
    try {
      UInt32 _ = show(desktop.get(), notice);
      complained = false;
      return true;
    } catch (RuntimeException e) {
      complain(e);
      close();
      return false;
    }
  }

  private static UInt32 show(Opened desktop, Notice notice) {
    byte urgency = notice.kind().urgency().code();
    return desktop
        .service()
        .show(
            "Sealpost",
            new UInt32(0),
            "mail-signed",
            notice.title(),
            desktop.readsMarkup() ? escaped(notice.body()) : notice.body(),
            List.of(),
            Map.of("urgency", new Variant<>(urgency), "category", new Variant<>("email")),
            -1);
  }

  /** As the specification has it for bodies: a subset of XML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private Optional<Opened> opened() {
    Instant now = clock.instant();
    if (opened.isEmpty() && !now.isBefore(nextTry)) {
      nextTry = now.plus(BETWEEN_TRIES);
      opened = open();
      if (opened.isPresent()) {
        nextTry = Instant.MIN;
      }
    }
    return opened;
  }

  private Optional<Opened> open() {
    Optional<String> address = address(environment);
    if (address.isEmpty()) {
      complain(new IOException("there is no session bus"));
      return Optional.empty();
    }
    Optional<DBusConnection> connected = Optional.empty();
    try {
      DBusConnection bus = connect(address.get());
      connected = Optional.of(bus);
      Notifications service = service(bus);
      return Optional.of(new Opened(bus, service, service.capabilities().contains("body-markup")));
    } catch (DBusException | RuntimeException e) {
      connected.ifPresent(DBusConnection::disconnect);
      complain(e);
      return Optional.empty();
    }
  }

  private static Optional<String> address(Map<String, String> environment) {
    String named = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
    if (!named.isEmpty()) {
      return Optional.of(named);
    }
    return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "bus"))
        .filter(Files::exists)
        .map(socket -> UNIX_PATH + socket);
  }

  private void complain(Exception e) {
    if (!complained) {
      complained = true;
      LOG.info("desktop notices cannot be shown: no session bus, or nothing there that shows them");
    }
    LOG.debug("a desktop notice cannot be shown", e);
  }

  @Override
  public void close() {
    opened.ifPresent(each -> each.bus().disconnect());
    opened = Optional.empty();
  }
}
