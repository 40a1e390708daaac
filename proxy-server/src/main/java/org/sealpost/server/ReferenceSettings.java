package org.sealpost.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What counts where nobody sets anything: {@code reference.conf}, of this program alone. */
public final class ReferenceSettings {
  private static final String FILE = "reference.conf";

  private ReferenceSettings() {}

  /** Reads them, with their comments; substitutions are not resolved yet. */
  public static Config read() {
    // The library would look for files of this name in every jar.
    try (Reader in =
        new InputStreamReader(
            ReferenceSettings.class.getResourceAsStream("/" + FILE), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          in, ConfigParseOptions.defaults().setOriginDescription(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
