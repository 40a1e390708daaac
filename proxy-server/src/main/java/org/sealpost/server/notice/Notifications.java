package org.sealpost.server.notice;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** The service that shows notices (Desktop Notifications Specification 1.2, Protocol). */
@DBusInterfaceName(Notifications.NAME)
public interface Notifications extends DBusInterface {
  /** Of the service and of the interface. */
  String NAME = "org.freedesktop.Notifications";

  /** Where the service has it. */
  String PATH = "/org/freedesktop/Notifications";

  /** What the service can do: {@code body-markup} if it reads markup. */
  @DBusMemberName("GetCapabilities")
  List<String> capabilities();

  /**
   * Shows a notice.
   *
   * @param replaced the id of one that this takes the place of; 0 for none
   * @param timeout in milliseconds; -1 as the service thinks best
   * @return its id
   */
  @DBusMemberName("Notify")
  UInt32 show(
      String application,
      UInt32 replaced,
      String icon,
      String summary,
      String body,
      List<String> actions,
      Map<String, Variant<?>> hints,
      int timeout);
}
