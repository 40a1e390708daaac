package org.sealpost.server.notice;

import java.util.Map;

/** Whether notices would be seen on this desktop. */
public enum DesktopReach {
  SHOWN,
  /** There is no session bus, or it cannot be used. */
  NO_BUS,
  /** Nobody on the bus shows notices. */
  NOBODY;

  /**
   * Looks, and shows nothing. May take as long as the bus takes to answer.
   *
   * @param environment names the session bus
   */
  public static DesktopReach look(Map<String, String> environment) {
    return SessionBus.reach(environment);
  }
}
