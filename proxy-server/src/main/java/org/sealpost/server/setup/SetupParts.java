package org.sealpost.server.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sealpost.server.Surroundings;
import org.sealpost.server.setup.find.MailDns;
import org.sealpost.trust.fetch.Fetcher;

/**
 * What a set-up works with.
 *
 * @param file the configuration to be written
 * @param named whether the user named that file, so that no other counts
 * @param language of the comments in it
 * @param fetcher gets descriptions of mail servers
 * @param cards opens a card-agent
 * @param patience with each answer of a mail server
 * @param passwords for a trial of the login; nothing of it is kept
 */
public record SetupParts(
    Path file,
    boolean named,
    Surroundings surroundings,
    Locale language,
    Fetcher fetcher,
    MailDns dns,
    Cards cards,
    Duration patience,
    Passwords passwords) {
  /** Asks for a mail password, to try it. */
  public interface Passwords {
    /**
     * The password in UTF-8, wiped by the caller; empty if the user does not want it.
     *
     * @throws IOException if there is none, in words
     */
    byte[] ask(String account) throws IOException;

    /** Whether it is typed, so that another one can be asked for. */
    default boolean areTyped() {
      return true;
    }
  }

  /** Opens a card-agent for a look at the cards. */
  public interface Cards {
    /**
     * The agent that runs, or one that is started for this and ends when it is closed.
     *
     * @param module as {@code sealpost.card-agent.module}, where it is to differ
     * @param pkcs12 files that serve as cards, in addition to those that are configured
     * @throws IOException if there is none, in words
     */
    BorrowedAgent open(Optional<String> module, List<Path> pkcs12)
        throws IOException, InterruptedException;
  }
}
