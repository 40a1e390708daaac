package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.policy.Permission;

/**
 * The mails that could not be encrypted as they must be, and whom the user allows to be written to
 * without.
 *
 * @param done the key of what was just done
 */
record RefusedList(List<Item> items, Paging paging, List<Given> given, Optional<String> done) {
  /**
   * @param temporary whether the same mail may pass when it is sent again
   * @param permissible whether the user's word lets it leave
   * @param allowed whether the user has said so for all who are in the way
   * @param signOnly the keyword with which this one mail may leave
   * @param command the recipients as a command takes them
   * @param settled when it was sent all the same
   */
  record Item(
      Instant time,
      String account,
      String messageId,
      String link,
      Phrase cause,
      List<SentDetails.Obstacle> obstacles,
      List<String> recipients,
      boolean temporary,
      boolean permissible,
      boolean allowed,
      Optional<String> signOnly,
      String command,
      Optional<Instant> settled) {}

  /**
   * @param account empty for all
   */
  record Given(String recipient, String account, Instant since, Optional<Instant> until) {}

  long minutes() {
    return Permission.USUAL.toMinutes();
  }
}
