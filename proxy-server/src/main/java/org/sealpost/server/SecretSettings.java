package org.sealpost.server;

import com.typesafe.config.ConfigValue;
import java.util.regex.Pattern;

/** Which settings are secrets, which are shown nowhere. The name of a secret's file is none. */
final class SecretSettings {
  private static final Pattern NAME = Pattern.compile(".*(password|secret|token)|pin|seal-word");
  private static final String AUTOMATIC = "auto";

  private SecretSettings() {}

  /** Whether the value of the setting with this last name must not be shown. */
  static boolean isSecret(String key, ConfigValue value) {
    return NAME.matcher(key).matches() && !AUTOMATIC.equals(value.unwrapped());
  }
}
