package org.sealpost.server.setup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.ReferenceSettings;
import org.sealpost.server.setup.Wanted.Setting;

/**
 * Makes sure that an edited configuration says what the one before said, but for what is wanted:
 * whatever the way in which it is written hides, nothing else may have changed.
 */
final class EditCheck {
  private static final Words WORDS = Words.beside(EditCheck.class);
  private static final String ACCOUNTS = "sealpost.accounts";

  private EditCheck() {}

  /**
   * Compares two files of the same folder.
   *
   * @throws TellingIoException if anything else has changed
   */
  static void of(Path before, Path after, Wanted wanted) throws IOException {
    try {
      compare(before, after, wanted);
    } catch (ConfigException e) {
      throw new TellingIoException(WORDS.phrase("edit.by-hand"), e);
    }
  }

  private static void compare(Path before, Path after, Wanted wanted) throws IOException {
    Map<String, ConfigValue> expected = values(before);
    wanted.general().forEach(setting -> put(expected, setting.path(), setting));
    String account = account(wanted.address());
    put(expected, account + "address", new Setting("", Wanted.quoted(wanted.address())));
    wanted.ofAccount().forEach(setting -> put(expected, account + setting.path(), setting));
    Map<String, ConfigValue> now = values(after);
    now.computeIfPresent(account + "address", (key, _) -> expected.get(key));
    if (!now.equals(expected)) {
      throw new TellingIoException(WORDS.phrase("edit.by-hand"));
    }
  }

  private static void put(Map<String, ConfigValue> values, String path, Setting setting) {
    values.put(path, ConfigFactory.parseString("value = " + setting.value()).getValue("value"));
  }

  private static Map<String, ConfigValue> values(Path file) {
    Config config =
        ConfigFactory.parseFile(file.toFile()).withFallback(ReferenceSettings.read()).resolve();
    Map<String, ConfigValue> values = new HashMap<>();
    config.withoutPath(ACCOUNTS).entrySet().forEach(it -> values.put(it.getKey(), it.getValue()));
    for (ConfigObject account : config.getObjectList(ACCOUNTS)) {
      Config settings = account.toConfig();
      String prefix = account(settings.getString("address"));
      settings.entrySet().forEach(it -> values.put(prefix + it.getKey(), it.getValue()));
    }
    return values;
  }

  private static String account(String address) {
    return "[" + address.toLowerCase(Locale.ROOT) + "].";
  }
}
