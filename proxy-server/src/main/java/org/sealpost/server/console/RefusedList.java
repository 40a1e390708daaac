package org.sealpost.server.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealpost.failure.Phrase;
import org.sealpost.policy.Permission;

/**
 * The mails that were not sent, and whom the user allows to be written to without encryption.
 *
 * @param self the link to this page
 * @param done the key of what was just done
 */
record RefusedList(
    String self, List<Item> items, Paging paging, List<Given> given, Optional<String> done) {
  /**
   * A mail that was not sent.
   *
   * @param account as it is compared
   * @param to the recipients who did not get it, as people read them
   * @param reason what the mail client was told
   * @param temporary whether the same mail may pass when it is sent again
   * @param choice what the user can choose, where it was for lack of encryption
   * @param settled when it was sent all the same
   */
  record Item(
      Instant time,
      String account,
      String link,
      String to,
      int more,
      Phrase reason,
      boolean temporary,
      Optional<Choice> choice,
      Optional<Instant> settled) {
    boolean allowed() {
      return choice.filter(Choice::allowed).isPresent();
    }
  }

  /**
   * What the user can choose.
   *
   * @param permissible whether the user's word lets it leave
   * @param allowed whether the user has said so for all who are in the way
   * @param later whether it may help to wait for directories
   * @param signOnly the keyword with which this one mail may leave
   * @param command the recipients as a command takes them
   */
  record Choice(
      Phrase cause,
      List<SentDetails.Obstacle> obstacles,
      List<String> recipients,
      boolean permissible,
      boolean allowed,
      boolean later,
      Optional<String> signOnly,
      String command) {}

  /**
   * @param account empty for all
   */
  record Given(String recipient, String account, Instant since, Optional<Instant> until) {}

  long minutes() {
    return Permission.USUAL.toMinutes();
  }
}
