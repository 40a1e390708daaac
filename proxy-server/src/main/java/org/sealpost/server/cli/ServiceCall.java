package org.sealpost.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A service's command as units and scripts write it: its name, and at most once each of the two
 * options that every command has. Whatever else stands there is for picocli, which knows how to
 * tell what is wrong with it and how to help; to set it up takes a third of the agent's start.
 *
 * @param service the subcommand
 * @param file that {@code --config} names
 * @param language that {@code --language} names
 */
record ServiceCall(String service, Optional<Path> file, Optional<Locale> language) {

  /** The call that arguments are; empty where they are anything else. */
  static Optional<ServiceCall> of(String... arguments) {
    Optional<String> service = Optional.empty();
    Optional<Path> file = Optional.empty();
    Optional<Locale> language = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (Services.isOne(name) && service.isEmpty()) {
        service = Optional.of(name);
        continue;
      }
      int equals = name.indexOf('=');
      String option = equals < 0 ? name : name.substring(0, equals);
      if (equals < 0 && ++i == arguments.length) {
        return Optional.empty();
      }
      String value = equals < 0 ? arguments[i] : name.substring(equals + 1);
      if (value.isEmpty() || value.startsWith("-")) {
        return Optional.empty();
      }
      if (option.equals("--config") && file.isEmpty() && path(value).isPresent()) {
        file = path(value);
      } else if (option.equals(CommandLanguage.OPTION)
          && language.isEmpty()
          && CommandLanguage.read(value).isPresent()) {
        language = CommandLanguage.read(value);
      } else {
        return Optional.empty();
      }
    }
    return service.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceCall(service.get(), file, language));
  }

  private static Optional<Path> path(String written) {
    try {
      return Optional.of(Path.of(written));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
