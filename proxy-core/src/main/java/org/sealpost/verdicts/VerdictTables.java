package org.sealpost.verdicts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.sealpost.inbound.EncryptionState;
import org.sealpost.trust.revocation.RevocationStatus;

/** Writes to the tables of verdicts; the caller has the transaction. Stateless. */
final class VerdictTables {
  /** Each may ask a server that does not answer. */
  private static final int MOST_AT_ONCE = 200;

  private VerdictTables() {}

  /**
   * A mail that was opened. It takes the place of itself: of the mail of the same account,
   * Message-ID, From and signatures. Another mail that only has its Message-ID, or an altered copy
   * whose signatures no longer hold, stands beside it.
   */
  static void put(Handle handle, KeptMail mail) {
    long id =
        handle
            .createQuery(
                """
                insert into judged_mail
                  (account, message_id, identity, first_opened, opened, verdict, looks, next_look,
                  encryption)
                values (:account, :messageId, :identity, :opened, :opened, :verdict, 0, :nextLook,
                  :encryption)
                on conflict (account, message_id, identity) do update set
                  opened = excluded.opened, verdict = excluded.verdict,
                  encryption = excluded.encryption,
                  looks = 0, next_look = excluded.next_look, completed = null
                returning id
                """)
            .bind("account", mail.account())
            .bind("messageId", mail.messageId())
            .bind("identity", identity(mail))
            .bind("opened", mail.opened().getEpochSecond())
            .bind("verdict", mail.verdict().token())
            .bind("nextLook", RevocationColumns.seconds(mail.nextLook()))
            .bind("encryption", mail.encryption().map(EncryptionState::token).orElse(null))
            .mapTo(Long.class)
            .one();
    handle.execute("delete from judged_from where mail = ?", id);
    for (int i = 0; i < mail.from().size(); i++) {
      handle.execute("insert into judged_from values (?, ?, ?)", id, i, mail.from().get(i));
    }
    putSignatures(handle, id, mail.signatures());
  }

  /**
   * A mail that was judged again.
   *
   * @return false if it was opened, or judged by someone else, meanwhile; nothing is changed then
   */
  static boolean complete(Handle handle, PendingMail pending, KeptMail mail) {
    int rows =
        handle
            .createUpdate(
                """
                update judged_mail
                set verdict = :verdict, looks = looks + 1, next_look = :nextLook,
                  completed = :completed
                where id = :id and opened = :opened and looks = :looks
                """)
            .bind("verdict", mail.verdict().token())
            .bind("nextLook", RevocationColumns.seconds(mail.nextLook()))
            .bind("completed", RevocationColumns.seconds(mail.completed()))
            .bind("id", pending.id())
            .bind("opened", pending.mail().opened().getEpochSecond())
            .bind("looks", pending.looks())
            .execute();
    if (rows > 0) {
      putSignatures(handle, pending.id(), mail.signatures());
    }
    return rows > 0;
  }

  /**
   * Puts the newest mails up to be judged again at once whose verdict lacks an answer.
   *
   * @return how many
   */
  static int lookAgain(Handle handle, Instant now) {
    List<Long> mails =
        handle
            .createQuery(
                """
                select id from judged_mail
                where completed is null
                  and (select count(*) from judged_from where mail = judged_mail.id) < :from
                  and exists (
                    select 1 from judged_certificate join judged_signature using (mail, position)
                    where mail = judged_mail.id and holds = 1
                      and cause in ('not-yet', 'not-reached', 'not-reliable', 'outdated'))
                order by opened desc, id desc limit :most
                """)
            .bind("from", KeptMail.MAX_FROM)
            .bind("most", MOST_AT_ONCE)
            .mapTo(Long.class)
            .list();
    mails.forEach(
        mail ->
            handle.execute(
                "update judged_mail set looks = 0, next_look = ? where id = ?",
                now.getEpochSecond(),
                mail));
    return mails.size();
  }

  private static void putSignatures(Handle handle, long mail, List<KeptSignature> signatures) {
    handle.execute("delete from judged_signature where mail = ?", mail);
    for (int i = 0; i < signatures.size(); i++) {
      KeptSignature signature = signatures.get(i);
      putSignature(handle, mail, i, signature);
      for (int step = 0; step < signature.path().size(); step++) {
        putCertificate(handle, mail, i, step, signature.path().get(step));
      }
      if (signature.holds() && !signature.id().isEmpty()) {
        putSighting(handle, signature);
      }
    }
  }

  private static void putSignature(
      Handle handle, long mail, int position, KeptSignature signature) {
    handle
        .createUpdate(
            """
            insert into judged_signature values
              (:mail, :position, :id, :holds, :verdict, :objection, :signer, :claimed, :asOf,
              :assessed, :digest, :weak, :english, :chinese)
            """)
        .bind("mail", mail)
        .bind("position", position)
        .bind("id", signature.id())
        .bind("holds", signature.holds())
        .bind("verdict", signature.verdict().token())
        .bind("objection", signature.objection().orElse(null))
        .bind("signer", signature.signer().map(s -> CertificateTable.keep(handle, s)).orElse(null))
        .bind("claimed", RevocationColumns.seconds(signature.claimed()))
        .bind("asOf", signature.judgedAsOf().getEpochSecond())
        .bind("assessed", signature.assessed().getEpochSecond())
        .bind("digest", signature.digest())
        .bind("weak", signature.weak())
        .bind("english", signature.words().english())
        .bind("chinese", signature.words().chinese())
        .execute();
  }

  private static void putCertificate(
      Handle handle, long mail, int position, int step, KeptCertificate kept) {
    Update update =
        handle
            .createUpdate(
                """
                insert into judged_certificate values
                  (:mail, :position, :step, :fingerprint, :status, :cause, :detailEn, :detailZh,
                  :evidence, :source, :thisUpdate, :nextUpdate, :revoked, :reason, :invalidSince)
                """)
            .bind("mail", mail)
            .bind("position", position)
            .bind("step", step)
            .bind("fingerprint", CertificateTable.keep(handle, kept.certificate()));
    RevocationColumns.bind(update, kept.revocation());
    update.execute();
  }

  /**
   * The first meeting stays, by our clock. What is learnt of revocation later holds for it too: a
   * certificate that is not revoked now was not then. Once it is known that it was, that is final:
   * CAs forget expired certificates, and the signature must not come to life again by that.
   */
  private static void putSighting(Handle handle, KeptSignature signature) {
    Instant seen = signature.assessed();
    handle
        .createUpdate(
            """
            insert into sighting values (:id, :seen, :revocation, :goodPath)
            on conflict (signature_id) do update set
              revocation = case
                when 'revoked' in (revocation, excluded.revocation) then 'revoked'
                when 'good' in (revocation, excluded.revocation) then 'good'
                else 'unknown' end,
              good_path = coalesce(good_path, excluded.good_path)
            """)
        .bind("id", signature.id())
        .bind("seen", seen.plus(Duration.ofNanos(999_999_999)).getEpochSecond())
        .bind("revocation", revocation(signature))
        .bind("goodPath", isGood(signature) ? pathDigest(signature) : null)
        .execute();
  }

  private static String revocation(KeptSignature signature) {
    if (signature.objection().filter("revoked"::equals).isPresent()) {
      return "revoked";
    }
    return isGood(signature) ? "good" : "unknown";
  }

  /** An anchor is not looked up; where it is the signer itself, nobody could have revoked it. */
  private static boolean isGood(KeptSignature signature) {
    List<KeptCertificate> path = signature.path();
    return path.size() > 1
        && path.subList(0, path.size() - 1).stream()
            .allMatch(
                each ->
                    each.revocation().filter(RevocationStatus.Good.class::isInstance).isPresent());
  }

  private static byte[] pathDigest(KeptSignature signature) {
    return CertificateTable.digest(
        signature.path().stream().map(KeptCertificate::certificate).toList());
  }

  private static byte[] identity(KeptMail mail) {
    StringBuilder parts = new StringBuilder();
    // Lengths keep what a sender chose from running into the next part.
    mail.from()
        .forEach(each -> parts.append("from ").append(each.length()).append(' ').append(each));
    mail.signatures()
        .forEach(each -> parts.append(each.holds() ? "holds " : "fails ").append(each.id()));
    return CertificateTable.sha256(parts.toString().getBytes(UTF_8));
  }
}
