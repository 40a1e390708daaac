package org.sealpost.server.cli;

import java.util.Locale;
import java.util.Optional;
import org.sealpost.failure.Language;
import org.sealpost.server.Surroundings;

/**
 * Where the process begins. The exit status is 0 if all was done, 1 if something failed, 2 if the
 * arguments or the configuration are wrong.
 *
 * <p>Nothing of picocli is named here: a service that starts would read, check and link its classes
 * for nothing, and open every library on the way to them.
 */
public final class Sealpost {
  private Sealpost() {}

  /** Runs the command and ends the process. */
  public static void main(String[] arguments) {
    Carriers.prepare();
    Locale language =
        CommandLanguage.among(arguments)
            .or(() -> CommandLanguage.of(System.getenv()))
            .orElseGet(Language::ofThisSystem);
    // For all that asks for the system's language, as the settings do where they name none.
    Locale.setDefault(Locale.Category.DISPLAY, language);
    Screen screen =
        ServiceCall.of(arguments).isPresent()
            ? Screen.ofService(language)
            : Screen.ofThisProcess(language);
    System.exit(execute(screen, Surroundings.ofThisProcess(), arguments));
  }

  /** Runs the command within this process; returns its exit status. */
  static int execute(Screen shown, Surroundings surroundings, String... arguments) {
    Screen screen = CommandLanguage.among(arguments).map(shown::in).orElse(shown);
    Optional<ServiceCall> call = ServiceCall.of(arguments);
    return call.isPresent()
        ? Services.run(call.get(), screen, surroundings)
        : TopCommand.execute(screen, surroundings, arguments);
  }
}
