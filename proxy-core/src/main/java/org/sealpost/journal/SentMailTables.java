package org.sealpost.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sealpost.failure.Phrase;
import org.sealpost.policy.Decider;
import org.sealpost.policy.Obstacle;
import org.sealpost.policy.SendPlan;
import org.sealpost.store.LikePattern;

/** Reads and writes the tables of sent mails; who writes has a transaction. Stateless. */
final class SentMailTables {
  private SentMailTables() {}

  static void put(Handle handle, SentMail mail) {
    long id =
        handle
            .createQuery(
                """
                insert into sent_mail
                  (account, message_id, time, size, code, reply, reply_zh_tw,
                  signed, signed_by, encrypted, encrypted_by, open_by)
                values (:account, :messageId, :time, :size, :code, :reply, :replyInChinese,
                  :signed, :signedBy, :encrypted, :encryptedBy, :openBy)
                returning id
                """)
            .bind("account", mail.account())
            .bind("messageId", mail.messageId())
            .bind("time", mail.time().toEpochMilli())
            .bind("size", mail.size())
            .bind("code", mail.code())
            .bind("reply", mail.reply().english())
            .bind("replyInChinese", mail.reply().chinese())
            .bind("signed", mail.plan().map(SentMail.Plan::signed).orElse(null))
            .bind("signedBy", mail.plan().map(plan -> plan.signedBy().name()).orElse(null))
            .bind("encrypted", mail.plan().map(SentMail.Plan::encrypted).orElse(null))
            .bind("encryptedBy", mail.plan().map(plan -> plan.encryptedBy().name()).orElse(null))
            .bind("openBy", mail.plan().flatMap(SentMail.Plan::openBy).map(Enum::name).orElse(null))
            .mapTo(Long.class)
            .one();
    mail.refusal().ifPresent(refusal -> put(handle, id, refusal));
    for (int i = 0; i < mail.deliveries().size(); i++) {
      put(handle, id, i, mail.deliveries().get(i));
    }
  }

  private static void put(Handle handle, long mail, SentRefusal refusal) {
    handle.execute(
        "insert into sent_refusal values (?, ?, ?, ?, ?)",
        mail,
        refusal.cause().name(),
        refusal.askedBy().name(),
        refusal.signOnly().orElse(null),
        refusal.permissible());
    for (int i = 0; i < refusal.obstacles().size(); i++) {
      SentRefusal.Hindered hindered = refusal.obstacles().get(i);
      handle.execute(
          "insert into sent_obstacle values (?, ?, ?, ?, ?, ?)",
          mail,
          i,
          hindered.recipient(),
          hindered.kind().name(),
          hindered.reason().english(),
          hindered.reason().chinese());
    }
  }

  private static void put(Handle handle, long mail, int position, SentDelivery delivery) {
    handle.execute(
        "insert into sent_delivery values (?, ?, ?, ?, ?, ?)",
        mail,
        position,
        delivery.outcome().name(),
        delivery.again(),
        delivery.encrypted().orElse(null),
        delivery.reply());
    for (int i = 0; i < delivery.recipients().size(); i++) {
      handle.execute(
          "insert into sent_recipient values (?, ?, ?, ?)",
          mail,
          position,
          i,
          delivery.recipients().get(i));
    }
  }

  static List<SentMail> last(Handle handle, Instant oldest, int count) {
    return handle
        .createQuery("select * from sent_mail where time > ? order by time desc, id desc limit ?")
        .bind(0, oldest.toEpochMilli())
        .bind(1, count)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  static List<SentMail> of(Handle handle, String messageId, Instant oldest, int count) {
    return handle
        .createQuery(
            "select * from sent_mail where message_id = ? and time > ?"
                + " order by time desc, id desc limit ?")
        .bind(0, messageId)
        .bind(1, oldest.toEpochMilli())
        .bind(2, count)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  static List<SentMail> of(
      Handle handle, String messageId, Instant time, Instant oldest, int count) {
    return handle
        .createQuery(
            "select * from sent_mail where message_id = ? and time = ? and time > ?"
                + " order by id desc limit ?")
        .bind(0, messageId)
        .bind(1, time.toEpochMilli())
        .bind(2, oldest.toEpochMilli())
        .bind(3, count)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  static List<SentMail> find(
      Handle handle, SentSearch search, Instant oldest, int offset, int count) {
    return handle
        .createQuery(
            """
            select * from sent_mail
            where time > :oldest
              and (:which = 'ALL' or (code < 300) = (:which = 'SENT'))
              and (:text = '' or message_id like :pattern escape '!' or exists (
                select 1 from sent_recipient
                where mail = sent_mail.id and address like :pattern escape '!'))
            order by time desc, id desc limit :count offset :offset
            """)
        .bind("oldest", oldest.toEpochMilli())
        .bind("which", search.which().name())
        .bind("text", search.text())
        .bind("pattern", LikePattern.containing(search.text()))
        .bind("count", count)
        .bind("offset", offset)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  /** A mail that was tried several times is there once. */
  static List<RefusedMail> refused(Handle handle, Instant oldest, int offset, int count) {
    return handle
        .createQuery(
            """
            select sent_mail.*,
              (select min(later.time) from sent_mail as later
                where later.message_id = sent_mail.message_id and later.message_id <> ''
                  and later.account = sent_mail.account
                  and later.time >= sent_mail.time and later.code < 300) as sent_later
            from sent_mail
            where time > :oldest and code >= 300 and not exists (
              select 1 from sent_mail as newer
              where newer.code >= 300
                and newer.message_id = sent_mail.message_id and newer.message_id <> ''
                and newer.account = sent_mail.account
                and (newer.time, newer.id) > (sent_mail.time, sent_mail.id))
            order by time desc, id desc limit :count offset :offset
            """)
        .bind("oldest", oldest.toEpochMilli())
        .bind("count", count)
        .bind("offset", offset)
        .map((row, _) -> new RefusedMail(mail(handle, row), sentLater(row)))
        .list();
  }

  private static Optional<Instant> sentLater(ResultSet row) throws SQLException {
    long time = row.getLong("sent_later");
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
  }

  private static SentMail mail(Handle handle, ResultSet row) throws SQLException {
    return new SentMail(
        row.getString("account"),
        row.getString("message_id"),
        Instant.ofEpochMilli(row.getLong("time")),
        row.getLong("size"),
        row.getInt("code"),
        told(row, "reply"),
        plan(row),
        refusal(handle, row.getLong("id")),
        deliveries(handle, row.getLong("id")));
  }

  private static Phrase.Told told(ResultSet row, String column) throws SQLException {
    String english = row.getString(column);
    return new Phrase.Told(
        english, Optional.ofNullable(row.getString(column + "_zh_tw")).orElse(english));
  }

  private static Optional<SentMail.Plan> plan(ResultSet row) throws SQLException {
    if (row.getString("signed_by") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new SentMail.Plan(
            row.getBoolean("signed"),
            Decider.valueOf(row.getString("signed_by")),
            row.getBoolean("encrypted"),
            Decider.valueOf(row.getString("encrypted_by")),
            Optional.ofNullable(row.getString("open_by")).map(Decider::valueOf)));
  }

  private static Optional<SentRefusal> refusal(Handle handle, long mail) {
    return handle
        .createQuery("select * from sent_refusal where mail = ?")
        .bind(0, mail)
        .map(
            (row, _) ->
                new SentRefusal(
                    SendPlan.Refuse.Cause.valueOf(row.getString("cause")),
                    Decider.valueOf(row.getString("asked_by")),
                    Optional.ofNullable(row.getString("sign_only")),
                    row.getBoolean("permissible"),
                    obstacles(handle, mail)))
        .findFirst();
  }

  private static List<SentRefusal.Hindered> obstacles(Handle handle, long mail) {
    return handle
        .createQuery("select * from sent_obstacle where mail = ? order by position")
        .bind(0, mail)
        .map(
            (row, _) ->
                new SentRefusal.Hindered(
                    row.getString("address"),
                    Obstacle.Kind.valueOf(row.getString("kind")),
                    told(row, "reason")))
        .list();
  }

  private static List<SentDelivery> deliveries(Handle handle, long mail) {
    return handle
        .createQuery("select * from sent_delivery where mail = ? order by position")
        .bind(0, mail)
        .map(
            (row, _) ->
                new SentDelivery(
                    recipients(handle, mail, row.getInt("position")),
                    SentDelivery.Outcome.valueOf(row.getString("outcome")),
                    row.getBoolean("again"),
                    encrypted(row),
                    row.getString("reply")))
        .list();
  }

  private static Optional<Boolean> encrypted(ResultSet row) throws SQLException {
    boolean encrypted = row.getBoolean("encrypted");
    return row.wasNull() ? Optional.empty() : Optional.of(encrypted);
  }

  private static List<String> recipients(Handle handle, long mail, int delivery) {
    return handle
        .createQuery(
            "select address from sent_recipient where mail = ? and delivery = ? order by position")
        .bind(0, mail)
        .bind(1, delivery)
        .mapTo(String.class)
        .list();
  }

  /** Removes what is too old, and of the rest the oldest above {@code bound}. */
  static void prune(Handle handle, Instant oldest, int bound) {
    handle.execute("delete from sent_mail where time <= ?", oldest.toEpochMilli());
    handle.execute(
        """
        delete from sent_mail where id in
          (select id from sent_mail order by time desc, id desc limit -1 offset ?)
        """,
        bound);
  }
}
