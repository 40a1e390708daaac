package org.sealpost.trust.crl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.sealpost.trust.fetch.Fetcher.Validators;

/** A list of many entries, whose serial numbers are random, in no order. */
final class LargeList {
  private LargeList() {}

  /** Writes it and returns its CA's certificate. */
  static X509Certificate write(Path file, int entries)
      throws IOException, GeneralSecurityException {
    KeyPair keys = Ca.keys("RSA", 2048, "large");
    Ca ca = Ca.of("CN=Large", keys, Ca.ALL);
    byte[] algorithm =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption).getEncoded();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Random random = new Random(1);
    byte[] entry = new byte[36];
    entry[0] = 0x30;
    entry[1] = 34;
    entry[2] = 2;
    entry[3] = 17 - 1;
    System.arraycopy("\u0017\r260101000000Z".getBytes(StandardCharsets.US_ASCII), 0, entry, 20, 15);
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    byte[] serial = new byte[16];
    for (int i = 0; i < entries; i++) {
      random.nextBytes(serial);
      serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
      System.arraycopy(serial, 0, entry, 4, 16);
      entry[1] = 33;
      list.write(entry, 0, 35);
    }
    all.write(new byte[] {2, 1, 1});
    all.write(algorithm);
    all.write(ca.name().getEncoded());
    all.write("\u0017\r260601000000Z\u0017\r260602000000Z".getBytes(StandardCharsets.US_ASCII));
    all.write(wrapped(0x30, list.toByteArray()));
    byte[] tbs = wrapped(0x30, all.toByteArray());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(tbs);
    all.reset();
    all.write(tbs);
    all.write(algorithm);
    byte[] value = signature.sign();
    byte[] bits = new byte[value.length + 1];
    System.arraycopy(value, 0, bits, 1, value.length);
    all.write(wrapped(3, bits));
    Files.write(file, wrapped(0x30, all.toByteArray()));
    return ca.certificate();
  }

  private static byte[] wrapped(int tag, byte[] content) {
    byte[] length = BigInteger.valueOf(content.length).toByteArray();
    int skip = length[0] == 0 ? 1 : 0;
    byte[] element = new byte[2 + length.length - skip + content.length];
    element[0] = (byte) tag;
    element[1] = (byte) (0x80 | (length.length - skip));
    System.arraycopy(length, skip, element, 2, length.length - skip);
    System.arraycopy(content, 0, element, element.length - content.length, content.length);
    return element;
  }

  /** The process with little memory: indexes a list and looks all its serial numbers up. */
  static final class Indexer {
    private Indexer() {}

    public static void main(String[] args) throws Exception {
      Path file = Path.of(args[0]);
      X509Certificate ca;
      try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(Path.of(args[1])))) {
        ca = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      }
      Path target = file.resolveSibling("large.index");
      RevocationList list;
      try (InputStream in = Files.newInputStream(file);
          EntrySorter sorter = new EntrySorter(file.getParent())) {
        list = new CrlReader(List.of(ca)).read(in, sorter);
        IndexHeader header =
            new IndexHeader(
                URI.create("http://ca.example/"),
                ca,
                list,
                Validators.none(),
                sorter.issuers(),
                sorter.longestSerial(),
                sorter.withInvalidity());
        CrlIndexWriter.write(target, header, sorter);
      }
      try (CrlIndex index = CrlIndex.open(target)) {
        Random random = new Random(1);
        byte[] serial = new byte[16];
        int found = 0;
        for (long i = 0; i < list.entries(); i++) {
          random.nextBytes(serial);
          serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
          found +=
              index.find(ca.getSubjectX500Principal(), new BigInteger(serial)).isPresent() ? 1 : 0;
        }
        System.out.println(index.count() + " listed, found " + found);
      }
    }
  }
}
