package org.sealpost.trust.crl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealpost.trust.crl.Ca.NOW;
import static org.sealpost.trust.crl.ListMint.REVOKED;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealpost.trust.fetch.Fetcher.Validators;
import org.sealpost.trust.revocation.RevocationReason;

class CrlIndexTest {
  private static final Ca CA = Ca.named("CN=CA");
  private static final X500Principal ISSUER = CA.certificate().getSubjectX500Principal();
  private static final URI SOURCE = URI.create("http://ca.example/list.crl");

  @TempDir private Path folder;

  private Path index(byte[] list) throws IOException {
    Path target = folder.resolve("list.index");
    try (EntrySorter sorter = new EntrySorter(folder)) {
      RevocationList read =
          new CrlReader(List.of(CA.certificate())).read(new ByteArrayInputStream(list), sorter);
      IndexHeader header =
          new IndexHeader(
              SOURCE,
              CA.certificate(),
              read,
              new Validators(Optional.of("\"tag\""), Optional.empty()),
              sorter.issuers(),
              sorter.longestSerial(),
              sorter.withInvalidity());
      CrlIndexWriter.write(target, header, sorter);
    }
    return target;
  }

  private static Optional<CrlEntry> find(CrlIndex index, long serial) {
    return index.find(ISSUER, BigInteger.valueOf(serial));
  }

  @Test
  void findsEachEntryAndNoOther() throws Exception {
    Instant invalid = NOW.minus(Duration.ofDays(300));
    byte[] list =
        CA.list()
            .lists(90_000, 7, 255, 128)
            .revokes(3, 6)
            .revokesWith(2, ListMint.invalidSince(invalid))
            .der();
    try (CrlIndex index = CrlIndex.open(index(list))) {
      assertThat(index.count()).isEqualTo(6);
      assertThat(find(index, 7))
          .contains(new CrlEntry(REVOKED, RevocationReason.UNSPECIFIED, Optional.empty()));
      assertThat(find(index, 3))
          .contains(new CrlEntry(REVOKED, RevocationReason.CERTIFICATE_HOLD, Optional.empty()));
      assertThat(find(index, 2))
          .contains(new CrlEntry(REVOKED, RevocationReason.UNSPECIFIED, Optional.of(invalid)));
      assertThat(Stream.of(0L, 1L, 4L, 8L, 127L, 129L, 254L, 89_999L, 90_001L, 1L << 60))
          .allSatisfy(serial -> assertThat(find(index, serial)).isEmpty());
      assertThat(Stream.of(90_000L, 255L, 128L))
          .allSatisfy(serial -> assertThat(find(index, serial)).isPresent());
    }
  }

  @Test
  void findsAmongManyOfAnyLengthInAnyOrder() throws Exception {
    Random random = new Random(3);
    Set<BigInteger> serials = new HashSet<>();
    while (serials.size() < 3000) {
      serials.add(new BigInteger(8 + random.nextInt(150), random));
    }
    ListMint mint = CA.list();
    serials.forEach(mint::revokes);
    try (CrlIndex index = CrlIndex.open(index(mint.der()))) {
      assertThat(index.count()).isEqualTo(3000);
      assertThat(serials).allMatch(serial -> index.find(ISSUER, serial).isPresent());
      for (int i = 0; i < 3000; i++) {
        BigInteger other = new BigInteger(8 + random.nextInt(150), random);
        assertThat(index.find(ISSUER, other).isPresent()).isEqualTo(serials.contains(other));
      }
    }
  }

  @Test
  void anEmptyListListsNobody() throws Exception {
    try (CrlIndex index = CrlIndex.open(index(CA.list().der()))) {
      assertThat(index.count()).isZero();
      assertThat(find(index, 1)).isEmpty();
    }
  }

  @Test
  void oneSerialNumberOfTwoCasIsTwoCertificates() throws Exception {
    Ca other = Ca.named("CN=Other");
    X500Principal otherName = other.certificate().getSubjectX500Principal();
    byte[] list =
        CA.list()
            .indirect()
            .lists(1)
            .revokesWith(2, ListMint.of(other))
            .lists(3)
            .revokesWith(4, ListMint.of(CA))
            .der();
    try (CrlIndex index = CrlIndex.open(index(list))) {
      assertThat(find(index, 1)).isPresent();
      assertThat(find(index, 4)).isPresent();
      assertThat(find(index, 2)).isEmpty();
      assertThat(index.find(otherName, BigInteger.ONE)).isEmpty();
      assertThat(index.find(otherName, BigInteger.TWO)).isPresent();
      assertThat(index.find(otherName, BigInteger.valueOf(3))).isPresent();
      assertThat(index.find(new X500Principal("CN=Third"), BigInteger.TWO)).isEmpty();
    }
  }

  @Test
  void ofACertificateThatIsListedTwiceTheGravestEntryCounts() throws Exception {
    byte[] list =
        CA.list().revokes(1, 6).revokes(1, 1).revokes(1, 6).revokes(2, 8).revokes(2, 6).der();
    try (CrlIndex index = CrlIndex.open(index(list))) {
      assertThat(index.count()).isEqualTo(2);
      assertThat(find(index, 1).orElseThrow().reason()).isEqualTo(RevocationReason.KEY_COMPROMISE);
      assertThat(find(index, 2).orElseThrow().reason())
          .isEqualTo(RevocationReason.CERTIFICATE_HOLD);
    }
  }

  @Test
  void keepsWhatTheListSaysOfItself() throws Exception {
    byte[] list =
        CA.list()
            .number(12)
            .deltaOf(10)
            .partition(SOURCE)
            .deltasAt(URI.create("http://ca.example/delta.crl"))
            .lists(1)
            .der();
    RevocationList read =
        new CrlReader(List.of(CA.certificate()))
            .read(new ByteArrayInputStream(list), new EntrySorter(folder));
    try (CrlIndex index = CrlIndex.open(index(list))) {
      IndexHeader header = index.header();
      assertThat(header.list()).isEqualTo(read);
      assertThat(header.source()).isEqualTo(SOURCE);
      assertThat(header.authority()).isEqualTo(CA.certificate());
      assertThat(header.validators().etag()).contains("\"tag\"");
      assertThat(header.list().extensions().number()).contains(BigInteger.valueOf(12));
      assertThat(header.list().extensions().baseNumber()).contains(BigInteger.TEN);
      assertThat(header.list().extensions().scope().names()).containsExactly("uri:" + SOURCE);
      assertThat(header.list().extensions().deltas()).hasSize(1);
    }
  }

  @Test
  void anIndexThatWasCutOffIsNoticed() throws Exception {
    Path file = index(CA.list().lists(1, 2, 3).der());
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> CrlIndex.open(file)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anIndexWithAnyByteDamagedIsNoticed() throws Exception {
    Path file = index(CA.list().lists(1, 2, 3).der());
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertThatThrownBy(() -> CrlIndex.open(file))
          .as("byte %d", i)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aLookupThatRunsKeepsAClosedIndexOpen() throws Exception {
    CrlIndex index = CrlIndex.open(index(CA.list().lists(1).der()));
    assertThat(index.use()).isTrue();
    index.close();
    assertThat(find(index, 1)).isPresent();
    index.close();
    assertThat(index.use()).isFalse();
  }

  @Test
  void leavesNoTemporaryFiles() throws Exception {
    index(CA.list().lists(1).der());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("list.index"));
    }
  }

  @Test
  void aListOfTwoHundredThousandIsIndexedInLittleMemory() throws Exception {
    Path list = folder.resolve("large.crl");
    X509Certificate certificate = LargeList.write(list, 200_000);
    Path ca = Files.write(folder.resolve("ca.der"), certificate.getEncoded());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeList.Indexer.class.getName(),
                list.toString(),
                ca.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("200000 listed, found 200000");
  }
}
