package org.sealpost.verdicts;

import static org.sealpost.verdicts.RevocationColumns.instant;

import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sealpost.failure.Phrase;
import org.sealpost.inbound.EncryptionState;
import org.sealpost.store.LikePattern;
import org.sealpost.trust.Sightings.Sighting;
import org.sealpost.trust.VerdictKind;

/** Reads the tables of verdicts. Stateless. */
final class VerdictQueries {
  private static final String NEWEST_FIRST = " order by opened desc, id desc";

  private VerdictQueries() {}

  static List<KeptMail> last(Handle handle, int count) {
    return handle
        .createQuery("select * from judged_mail" + NEWEST_FIRST + " limit ?")
        .bind(0, count)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  static List<KeptMail> find(Handle handle, String text, int offset, int count) {
    return handle
        .createQuery(
            """
            select * from judged_mail
            where :text = '' or message_id like :pattern escape '!' or exists (
              select 1 from judged_from
              where mail = judged_mail.id and address like :pattern escape '!')
            """
                + NEWEST_FIRST
                + " limit :count offset :offset")
        .bind("text", text)
        .bind("pattern", LikePattern.containing(text))
        .bind("count", count)
        .bind("offset", offset)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  static List<KeptMail> of(Handle handle, String messageId, int count) {
    return handle
        .createQuery("select * from judged_mail where message_id = ?" + NEWEST_FIRST + " limit ?")
        .bind(0, messageId)
        .bind(1, count)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  static List<KeptMail> of(Handle handle, String messageId, Instant opened, int count) {
    return handle
        .createQuery(
            "select * from judged_mail where message_id = ? and opened = ?"
                + NEWEST_FIRST
                + " limit ?")
        .bind(0, messageId)
        .bind(1, opened.getEpochSecond())
        .bind(2, count)
        .map((row, _) -> mail(handle, row))
        .list();
  }

  /** Those whose time to be judged again has come, the longest overdue first. */
  static List<PendingMail> due(Handle handle, Instant now, int count) {
    return handle
        .createQuery("select * from judged_mail where next_look <= ? order by next_look limit ?")
        .bind(0, now.getEpochSecond())
        .bind(1, count)
        .map((row, _) -> new PendingMail(row.getLong("id"), row.getInt("looks"), mail(handle, row)))
        .list();
  }

  static Optional<Instant> nextLook(Handle handle) {
    return handle
        .createQuery(
            "select next_look from judged_mail where next_look is not null"
                + " order by next_look limit 1")
        .map((row, _) -> Instant.ofEpochSecond(row.getLong(1)))
        .findFirst();
  }

  static Optional<Sighting> sighting(Handle handle, String signatureId) {
    return handle
        .createQuery("select first_seen, revocation from sighting where signature_id = ?")
        .bind(0, signatureId)
        .map(
            (row, _) ->
                new Sighting(
                    Instant.ofEpochSecond(row.getLong("first_seen")),
                    row.getString("revocation").equals("good")))
        .findFirst();
  }

  static boolean wasGood(Handle handle, String signatureId, byte[] path) {
    return handle
        .createQuery(
            "select 1 from sighting"
                + " where signature_id = ? and revocation = 'good' and good_path = ?")
        .bind(0, signatureId)
        .bind(1, path)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  private static KeptMail mail(Handle handle, ResultSet row) throws SQLException {
    long id = row.getLong("id");
    return new KeptMail(
        row.getString("account"),
        row.getString("message_id"),
        handle
            .createQuery("select address from judged_from where mail = ? order by position")
            .bind(0, id)
            .mapTo(String.class)
            .list(),
        instant(row, "first_opened").orElseThrow(),
        instant(row, "opened").orElseThrow(),
        verdict(row),
        instant(row, "next_look"),
        instant(row, "completed"),
        handle
            .createQuery(
                """
                select judged_signature.*, der from judged_signature
                left join certificate on certificate.fingerprint = signer
                where mail = ? order by position
                """)
            .bind(0, id)
            .map((signature, _) -> signature(handle, id, signature))
            .list(),
        Optional.ofNullable(row.getString("encryption")).flatMap(EncryptionState::of));
  }

  private static KeptSignature signature(Handle handle, long mail, ResultSet row)
      throws SQLException {
    byte[] signer = row.getBytes("der");
    Optional<X509Certificate> certificate = Optional.empty();
    if (signer != null) {
      certificate = Optional.of(CertificateTable.parse(signer));
    }
    return new KeptSignature(
        row.getString("signature_id"),
        row.getBoolean("holds"),
        verdict(row),
        Optional.ofNullable(row.getString("objection")),
        certificate,
        instant(row, "claimed"),
        instant(row, "judged_as_of").orElseThrow(),
        instant(row, "assessed").orElseThrow(),
        row.getString("digest"),
        row.getBoolean("weak"),
        new Phrase.Told(row.getString("words_en"), row.getString("words_zh")),
        path(handle, mail, row.getInt("position")));
  }

  private static List<KeptCertificate> path(Handle handle, long mail, int position) {
    return handle
        .createQuery(
            """
            select judged_certificate.*, der from judged_certificate
            join certificate using (fingerprint)
            where mail = ? and position = ? order by step
            """)
        .bind(0, mail)
        .bind(1, position)
        .map(
            (row, _) ->
                new KeptCertificate(
                    CertificateTable.parse(row.getBytes("der")), RevocationColumns.read(row)))
        .list();
  }

  private static VerdictKind verdict(ResultSet row) throws SQLException {
    String token = row.getString("verdict");
    return VerdictKind.of(token)
        .orElseThrow(() -> new SQLException("an unknown verdict: " + token));
  }
}
