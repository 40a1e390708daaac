package org.sealpost.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.store.Store;
import org.sealpost.testpki.KeyKind;
import org.sealpost.testpki.TestPki;
import org.sealpost.trust.CertificateTrust;
import org.sealpost.trust.Fingerprint;
import org.sealpost.trust.TrustAnchors;
import org.sealpost.trust.TrustBasis;

/** A book that was kept by a version before. */
class BookMigrationTest {
  private static final TestPki PKI = new TestPki("CN=Root", KeyKind.P256);
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2026-02-01T00:00:00Z");

  private final X509Certificate certificate =
      PKI.certificate("CN=Ming")
          .key(KeyKind.P256)
          .usage(KeyUsage.keyAgreement)
          .address("ming@example.tw")
          .issue()
          .certificate();

  @TempDir private Path folder;

  @Test
  void theEntriesOfVersionThreeAreKept() throws Exception {
    Path file = folder.resolve("state/sealpost.db");
    Files.createDirectories(file.getParent());
    makeVersionThree(file);
    try (Store store = Store.open(file)) {
      CertificateBook book =
          new CertificateBook(
              store,
              new CertificateTrust(
                  TrustBasis.of(TrustAnchors.of(List.of(PKI.root().certificate())))));
      assertThat(book.list())
          .hasSize(2)
          .allSatisfy(
              entry -> {
                assertThat(entry.certificate()).isEqualTo(certificate);
                assertThat(entry.firstSeen()).isEqualTo(FIRST);
                assertThat(entry.lastSeen()).isEqualTo(LAST);
                assertThat(entry.statement()).isEmpty();
                assertThat(entry.capabilities().isNone()).isTrue();
              });
      assertThat(book.entries("ming@example.tw").getFirst())
          .satisfies(
              entry -> {
                assertThat(entry.source()).isEqualTo(new Source(Source.Kind.MAIL, "<1@x>"));
                assertThat(entry.vouched()).isEmpty();
              });
      assertThat(book.entries("own@example.tw").getFirst())
          .satisfies(
              entry -> {
                assertThat(entry.source()).isEqualTo(new Source(Source.Kind.FILE, "own.pem"));
                assertThat(entry.vouched()).contains(FIRST);
              });
      assertThat(book.forEncryption("ming@example.tw", Instant.now())).contains(certificate);
      assertThat(book.openChanges()).isEmpty();
    }
  }

  private void makeVersionThree(Path file) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String migration :
          List.of("0001-certificate-book.sql", "0002-trust.sql", "0003-verdicts.sql")) {
        statement.executeUpdate(sql(migration));
      }
      statement.executeUpdate("pragma user_version = 3");
      put(connection, "insert into certificate values (?, ?)", certificate.getEncoded());
      for (String[] entry :
          List.of(
              new String[] {"ming@example.tw", "MAIL", "<1@x>"},
              new String[] {"own@example.tw", "FILE", "own.pem"})) {
        put(
            connection,
            "insert into book_entry (fingerprint, address, source_kind, source_detail, not_before,"
                + " first_seen, last_seen) values (?, ?, ?, ?, 0, "
                + FIRST.getEpochSecond()
                + ", "
                + LAST.getEpochSecond()
                + ")",
            (Object[]) entry);
      }
    }
  }

  private void put(Connection connection, String sql, Object... values) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, Fingerprint.of(certificate).bytes());
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 2, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static String sql(String migration) throws Exception {
    try (InputStream in = Store.class.getResourceAsStream(migration)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
