package org.sealpost.trust.stored;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.sealpost.trust.CertificateFile;
import org.sealpost.trust.Fingerprint;

/**
 * The table of all certificates that the store knows, to which other tables refer by fingerprint.
 * Stateless.
 */
public final class CertificateTable {
  private CertificateTable() {}

  /**
   * Keeps the certificate, if it is not there already; what follows may refer to it.
   *
   * @return its fingerprint
   */
  public static byte[] keep(Handle handle, X509Certificate certificate) {
    byte[] fingerprint = Fingerprint.of(certificate).bytes();
    try {
      handle.execute(
          "insert or ignore into certificate values (?, ?)", fingerprint, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
    return fingerprint;
  }

  /**
   * The certificate in the row's column {@code der}.
   *
   * @throws SQLException if it is damaged
   */
  public static X509Certificate read(ResultSet row) throws SQLException {
    return read(row, "der");
  }

  /** As {@link #read(ResultSet)}, from another column. */
  public static X509Certificate read(ResultSet row, String column) throws SQLException {
    try {
      return CertificateFile.parse(row.getBytes(column));
    } catch (CertificateException e) {
      throw new SQLException("a certificate in the store is damaged", e);
    }
  }
}
