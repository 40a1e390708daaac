package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;

/**
 * What the overview shows.
 *
 * @param hints what to do next, as {@code hint.HINT} of the words; none if all is well
 * @param changes how many changed certificates the user has not acknowledged
 * @param last the mails that were opened last
 * @param doors where mail clients connect to
 * @param logins what they may say as user name
 */
record Overview(
    List<String> hints,
    int changes,
    List<ReceivedList.Row> last,
    CardsView cards,
    List<AccountTile> accounts,
    List<Door> doors,
    List<String> logins,
    ListsView lists) {

  /**
   * A mail account.
   *
   * @param sign as {@code policy.sign.SIGN} of the words
   * @param encrypt as {@code policy.encrypt.ENCRYPT} of the words
   */
  record AccountTile(
      String address,
      String aliases,
      String sign,
      String encrypt,
      List<Server> servers,
      Optional<Instant> lastSent,
      Optional<Instant> lastOpened,
      Optional<Trouble> trouble) {}

  /**
   * A real server.
   *
   * @param tls as {@code tls.TLS} of the words
   * @param state how reaching it went the last time, as {@code server.state.STATE} of the words
   */
  record Server(
      String protocol,
      String place,
      String tls,
      String state,
      String sign,
      String tone,
      Optional<Instant> tried) {}

  /** What did not work last. */
  record Trouble(Instant at, Phrase words) {}

  /**
   * Where a mail client connects to.
   *
   * @param name as {@code door.NAME} of the words
   */
  record Door(String name, String host, int port) {}

  /**
   * The revocation lists that are kept.
   *
   * @param off whether revocation is not asked about at all
   * @param fetching whether they are being fetched because someone asked for it on a page
   */
  record ListsView(boolean off, boolean fetching, List<ListRow> rows, long more) {}

  /**
   * A revocation list, as far as there is one.
   *
   * @param state as {@code list.state.STATE} of the words
   */
  record ListRow(
      String issuer,
      String source,
      long entries,
      Optional<Instant> made,
      Optional<Instant> next,
      String state,
      String sign,
      String tone,
      String problem) {}
}
