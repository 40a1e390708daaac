package org.sealpost.server.proxy;

import org.sealpost.server.Settings;
import org.sealpost.server.SettingsException;

/** Where the proxy's configuration comes from. */
@FunctionalInterface
public interface ConfigurationSource {
  /**
   * The configuration as it is now.
   *
   * @throws SettingsException if it cannot be used
   */
  Settings load() throws SettingsException;
}
