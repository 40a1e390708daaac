package org.sealpost.verdicts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.sealpost.trust.CertificateFile;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The certificates in the store, which other tables refer to by fingerprint. Stateless. */
final class CertificateTable {
  private CertificateTable() {}

  /** Keeps one; returns its fingerprint. */
  static byte[] keep(Handle handle, X509Certificate certificate) {
    byte[] der = encoded(certificate);
    byte[] fingerprint = sha256(der);
    handle.execute("insert or ignore into certificate values (?, ?)", fingerprint, der);
    return fingerprint;
  }

  /** The SHA-256 of their fingerprints, one after the other. */
  static byte[] digest(List<X509Certificate> path) {
    return sha256(path.stream().map(each -> sha256(encoded(each))).toArray(byte[][]::new));
  }

  static X509Certificate parse(byte[] der) throws SQLException {
    try {
      return CertificateFile.parse(der);
    } catch (CertificateException e) {
      throw new SQLException("a certificate in the store is damaged", e);
    }
  }

  /**
   * Drops one unless something refers to it. Other tables' foreign keys know what does, also those
   * of which this package has never heard.
   */
  static void dropIfUnused(Handle handle, byte[] fingerprint) {
    try {
      handle.execute(
          """
          delete from certificate where fingerprint = ?
            and not exists (select 1 from judged_certificate j
              where j.fingerprint = certificate.fingerprint)
            and not exists (select 1 from judged_signature s
              where s.signer = certificate.fingerprint)
          """,
          fingerprint);
    } catch (UnableToExecuteStatementException e) {
      if (!isReference(e)) {
        throw e;
      }
    }
  }

  private static boolean isReference(UnableToExecuteStatementException e) {
    return e.getCause() instanceof SQLiteException cause
        && (cause.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY
            || cause.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER);
  }

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
