package org.sealpost.server.setup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.parser.ConfigDocument;
import com.typesafe.config.parser.ConfigDocumentFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.sealpost.failure.TellingIoException;
import org.sealpost.failure.Words;
import org.sealpost.server.setup.Wanted.Setting;

/**
 * Changes values in the text of a configuration and leaves every other byte as its owner wrote it,
 * comments included. Stateless.
 */
final class ConfigurationEdit {
  private static final Words WORDS = Words.beside(ConfigurationEdit.class);
  private static final String ACCOUNTS = "sealpost.accounts";

  /** Stands for a list for a moment, and in no configuration. */
  private static final String MARKER = "\"sealpost-accounts-6b1d7c52\"";

  private ConfigurationEdit() {}

  /**
   * The text with what is wanted.
   *
   * @param language of comments in a new account
   * @throws TellingIoException if the accounts are written in a way that cannot be edited here
   */
  static String of(String text, Wanted wanted, Locale language) throws TellingIoException {
    try {
      ConfigDocument document = ConfigDocumentFactory.parseString(text);
      for (Setting setting : wanted.general()) {
        document = document.withValueText(setting.path(), setting.value());
      }
      return withAccount(document, wanted, language);
    } catch (ConfigException e) {
      throw new TellingIoException(WORDS.phrase("edit.by-hand"), e);
    }
  }

  private static String withAccount(ConfigDocument document, Wanted wanted, Locale language)
      throws TellingIoException {
    String text = document.render();
    Config config = ConfigFactory.parseString(text);
    Optional<ConfigList> accounts = accounts(config);
    if (accounts.isEmpty()) {
      String list = "[\n    " + NewConfiguration.account(wanted, language, "    ") + "\n  ]";
      return document.withValueText(ACCOUNTS, list).render();
    }
    ObjectList written = written(document, text, accounts.get().size());
    OptionalInt index = index(accounts.get(), wanted.address());
    String list;
    if (index.isPresent()) {
      ConfigDocument account = ConfigDocumentFactory.parseString(written.object(index.getAsInt()));
      for (Setting setting : wanted.ofAccount()) {
        account = account.withValueText(setting.path(), setting.value());
      }
      list = written.with(index.getAsInt(), account.render());
    } else {
      list = written.and(NewConfiguration.account(wanted, language, "    "), "    ");
    }
    return text.replace(written.text(), list);
  }

  private static Optional<ConfigList> accounts(Config config) throws TellingIoException {
    if (!(config.root().get("sealpost") instanceof ConfigObject sealpost)
        || !sealpost.containsKey("accounts")) {
      return Optional.empty();
    }
    if (sealpost.get("accounts") instanceof ConfigList list) {
      return Optional.of(list);
    }
    throw new TellingIoException(WORDS.phrase("edit.by-hand"));
  }

  /** The list as it stands in the text, where it is written out there once. */
  private static ObjectList written(ConfigDocument document, String text, int size)
      throws TellingIoException {
    String marked = document.withValueText(ACCOUNTS, MARKER).render();
    int at = marked.indexOf(MARKER);
    String before = marked.substring(0, Math.max(at, 0));
    String after = at < 0 ? "" : marked.substring(at + MARKER.length());
    if (at < 0
        || !text.startsWith(before)
        || !text.endsWith(after)
        || before.length() + after.length() > text.length()) {
      throw new TellingIoException(WORDS.phrase("edit.by-hand"));
    }
    String list = text.substring(before.length(), text.length() - after.length());
    return ObjectList.of(list)
        .filter(it -> it.objects().size() == size && text.indexOf(list) == text.lastIndexOf(list))
        .orElseThrow(() -> new TellingIoException(WORDS.phrase("edit.by-hand")));
  }

  private static OptionalInt index(ConfigList accounts, String address) {
    for (int i = 0; i < accounts.size(); i++) {
      if (accounts.get(i) instanceof ConfigObject account
          && Optional.ofNullable(account.get("address"))
              .filter(value -> address.equalsIgnoreCase(String.valueOf(value.unwrapped())))
              .isPresent()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** What differs, for people: lines that go and lines that come. */
  static List<String> difference(String before, String after) {
    return LineDifference.of(before.lines().toList(), after.lines().toList());
  }
}
