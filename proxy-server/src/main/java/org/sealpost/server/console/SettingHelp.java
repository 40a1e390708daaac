package org.sealpost.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.sealpost.failure.Phrase;

/**
 * What settings mean: in English as {@code reference.conf} says it, in Chinese as the file beside
 * this class does, which has every setting that is explained there. Immutable.
 */
final class SettingHelp {
  private static final String CHINESE = "settings_zh_TW.properties";

  private final Properties chinese = new Properties();

  SettingHelp() {
    try (InputStream in = SettingHelp.class.getResourceAsStream(CHINESE)) {
      if (in == null) {
        throw new IllegalStateException("missing in the build: " + CHINESE);
      }
      chinese.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a setting or a section; empty where nothing is said of it. */
  Optional<Phrase> of(String path, String english) {
    return Optional.of(english)
        .filter(it -> !it.isEmpty())
        .map(it -> new Phrase.Told(it, chinese.getProperty(path, it)));
  }

  /** What is explained in Chinese. */
  Set<String> paths() {
    return new TreeSet<>(chinese.stringPropertyNames());
  }
}
