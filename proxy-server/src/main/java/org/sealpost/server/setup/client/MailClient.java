package org.sealpost.server.setup.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mail clients that there is a sheet for. */
public enum MailClient {
  THUNDERBIRD,
  OUTLOOK,
  APPLE_MAIL,
  EVOLUTION,
  CLAWS_MAIL,
  /** Any other. */
  GENERIC;

  /** As users write it: {@code apple-mail}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The client of this name, if there is one. */
  public static Optional<MailClient> named(String name) {
    return Arrays.stream(values()).filter(it -> it.written().equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(MailClient::written).toList();
  }

  /** A file that sets the client up, where the client reads such files. */
  public Optional<String> file(ClientSettings settings) {
    return switch (this) {
      case THUNDERBIRD -> Optional.of(AutoconfigFile.of(settings));
      case APPLE_MAIL -> Optional.of(MobileConfig.of(settings));
      case OUTLOOK, EVOLUTION, CLAWS_MAIL, GENERIC -> Optional.empty();
    };
  }
}
