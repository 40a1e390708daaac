package org.sealpost.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Reads and writes the tables of the journal; the caller has the transaction. Stateless. */
final class JournalTables {
  /** After this time nobody is sending a mail any more, whoever was said to be. */
  private static final Duration LONGEST_SENDING = Duration.ofDays(1);

  private JournalTables() {}

  /**
   * A mail that is this process's to send.
   *
   * @param accepted by recipient
   * @param doubtful recipients to whom it was sent without a known reply
   */
  record Claim(long id, Map<String, Acceptance> accepted, Set<String> doubtful) {}

  /** Takes a mail, unless another process that lives has it. */
  static Optional<Claim> claim(
      Handle handle,
      Presence presence,
      MailIdentity mail,
      Set<String> recipients,
      Instant now,
      Duration remember) {
    Optional<Long> owner =
        handle
            .createQuery(
                "select owner from sending"
                    + " where account = ? and digest = ? and owner is not null")
            .bind(0, mail.account())
            .bind(1, mail.digest())
            .mapTo(Long.class)
            .findFirst();
    if (owner.filter(id -> id != presence.id() && presence.isPresent(id)).isPresent()) {
      return Optional.empty();
    }
    long id =
        handle
            .createQuery(
                """
                insert into sending (account, digest, changed, owner)
                values (:account, :digest, :now, :owner)
                on conflict (account, digest) do update set
                  changed = excluded.changed, owner = excluded.owner
                returning id
                """)
            .bind("account", mail.account())
            .bind("digest", mail.digest())
            .bind("now", now.toEpochMilli())
            .bind("owner", presence.id())
            .mapTo(Long.class)
            .one();
    forgetOld(handle, id, now, remember);
    for (String recipient : recipients) {
      handle.execute(
          "insert into sending_recipient values (?, ?, 'planned', ?, null) on conflict do nothing",
          id,
          recipient,
          now.toEpochMilli());
    }
    return Optional.of(read(handle, id));
  }

  /** By the clock in either direction: one that was set back must not make it remember for ever. */
  private static void forgetOld(Handle handle, long id, Instant now, Duration remember) {
    handle.execute(
        """
        delete from sending_recipient
        where sending = ? and state = 'accepted' and abs(? - since) >= ?
        """,
        id,
        now.toEpochMilli(),
        remember.toMillis());
  }

  private static Claim read(Handle handle, long id) {
    Map<String, Acceptance> accepted = new HashMap<>();
    Set<String> doubtful = new HashSet<>();
    handle
        .createQuery(
            "select recipient, state, since, reply from sending_recipient"
                + " where sending = ? and state <> 'planned'")
        .bind(0, id)
        .map(
            (row, _) -> {
              String recipient = row.getString("recipient");
              if (row.getString("state").equals("accepted")) {
                Instant since = Instant.ofEpochMilli(row.getLong("since"));
                accepted.put(recipient, new Acceptance(since, row.getString("reply")));
              } else {
                doubtful.add(recipient);
              }
              return recipient;
            })
        .list();
    return new Claim(id, accepted, doubtful);
  }

  /** Returns false if one of them is not there any more; the caller undoes it then. */
  static boolean note(
      Handle handle,
      long id,
      List<String> recipients,
      String state,
      Instant now,
      Optional<String> reply) {
    int rows = 0;
    for (String recipient : recipients) {
      rows +=
          handle
              .createUpdate(
                  """
                  update sending_recipient set state = :state, since = :now, reply = :reply
                  where sending = :id and recipient = :recipient
                  """)
              .bind("state", state)
              .bind("now", now.toEpochMilli())
              .bind("reply", reply.orElse(null))
              .bind("id", id)
              .bind("recipient", recipient)
              .execute();
    }
    return rows == recipients.size();
  }

  /** Gives a mail back. Nothing stays of one of which nothing was sent. */
  static void release(Handle handle, long id, Instant now) {
    handle.execute("delete from sending_recipient where sending = ? and state = 'planned'", id);
    handle.execute(
        "delete from sending where id = ? and not exists"
            + " (select 1 from sending_recipient where sending = sending.id)",
        id);
    handle.execute(
        "update sending set owner = null, changed = ? where id = ?", now.toEpochMilli(), id);
  }

  /** Removes a mail, unless a process sends it. */
  static void forget(Handle handle, long id) {
    handle.execute("delete from sending where id = ? and owner is null", id);
  }

  /** Removes what is too old, and of the rest the oldest above {@code bound}. */
  static void prune(Handle handle, Instant now, Duration remember, int bound) {
    handle.execute(
        "delete from sending where changed < ? and (owner is null or changed < ?)",
        now.minus(remember).toEpochMilli(),
        now.minus(remember).minus(LONGEST_SENDING).toEpochMilli());
    handle.execute(
        """
        delete from sending where owner is null and id in
          (select id from sending order by changed desc, id desc limit -1 offset ?)
        """,
        bound);
  }
}
