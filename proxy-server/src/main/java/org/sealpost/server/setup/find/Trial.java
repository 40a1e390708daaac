package org.sealpost.server.setup.find;

import java.util.List;
import org.sealpost.failure.Phrase;

/** How a server was when it was tried. */
public sealed interface Trial {
  MailServer server();

  /**
   * It was reached as it was to be, its certificate is valid for its name, and it can be spoken to.
   *
   * @param logins the ways to log in that it offers and that can be relayed
   */
  record Works(MailServer server, List<String> logins) implements Trial {
    public Works {
      logins = List.copyOf(logins);
    }

    /** Whether it takes a token of the provider's alone, and no password. */
    public boolean takesNoPassword() {
      return !logins.isEmpty() && logins.stream().allMatch(it -> it.matches("XOAUTH2|OAUTHBEARER"));
    }
  }

  /** It cannot be used; the words say why and what to do. */
  record Fails(MailServer server, Phrase why) implements Trial {}
}
