package org.sealpost.verdicts;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the history from growing without end: the mails opened longest ago go, with the sightings
 * and certificates that nothing else needs. Stateless.
 */
final class Pruning {
  /** How many go at a time, so that nobody waits long. */
  private static final int STEP = 500;

  private Pruning() {}

  /** Removes what is over {@code bound}, a step of it; the caller has the transaction. */
  static void prune(Handle handle, int bound) {
    List<Long> mails =
        handle
            .createQuery(
                "select id from judged_mail order by opened desc, id desc limit ? offset ?")
            .bind(0, STEP)
            .bind(1, bound)
            .mapTo(Long.class)
            .list();
    mails.forEach(mail -> remove(handle, mail));
  }

  private static void remove(Handle handle, long mail) {
    List<String> signatures =
        handle
            .createQuery("select signature_id from judged_signature where mail = ?")
            .bind(0, mail)
            .mapTo(String.class)
            .list();
    List<byte[]> certificates =
        handle
            .createQuery(
                """
                select fingerprint from judged_certificate where mail = :mail
                union select signer from judged_signature where mail = :mail and signer is not null
                """)
            .bind("mail", mail)
            .mapTo(byte[].class)
            .list();
    handle.execute("delete from judged_mail where id = ?", mail);
    for (String signature : signatures) {
      handle.execute(
          """
          delete from sighting where signature_id = ? and not exists
            (select 1 from judged_signature s where s.signature_id = sighting.signature_id)
          """,
          signature);
    }
    certificates.forEach(fingerprint -> CertificateTable.dropIfUnused(handle, fingerprint));
  }
}
