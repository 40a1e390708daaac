package org.sealpost.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealpost.mime.Entity;
import org.sealpost.mime.MimeException;
import org.sealpost.mime.Spool;
import org.sealpost.mime.SpoolFactory;

class DecompressorTest {
  private static final int LIMIT = 1024 * 1024;

  @TempDir Path folder;
  private Decompressor decompressor;

  @BeforeEach
  void setUp() {
    decompressor = new Decompressor(new SpoolFactory(folder, 1024), LIMIT);
  }

  private static byte[] zlib(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflating = new DeflaterOutputStream(out)) {
      deflating.write(plain);
    }
    return out.toByteArray();
  }

  private static Entity compressed(byte[] zlib) throws Exception {
    DERSequence content =
        new DERSequence(
            new ASN1Encodable[] {
              CMSObjectIdentifiers.data, new DERTaggedObject(true, 0, new DEROctetString(zlib))
            });
    DERSequence data =
        new DERSequence(
            new ASN1Encodable[] {
              new ASN1Integer(0),
              new AlgorithmIdentifier(CMSObjectIdentifiers.zlibCompress),
              content
            });
    return Mails.entity(
        Mails.pkcs7Mime(
            CmsMaker.content(CMSObjectIdentifiers.compressedData, data),
            "; smime-type=compressed-data"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32768, 700_000})
  void whatWasCompressedComesOut(int size) throws Exception {
    byte[] plain = Arrays.copyOf(Mails.attachment(size), size);
    Entity entity = compressed(zlib(plain));

    assertThat(SmimeKind.of(entity)).isEqualTo(SmimeKind.COMPRESSED);
    try (Spool spool = decompressor.decompress(entity)) {
      assertThat(Mails.all(spool)).isEqualTo(plain);
    }
  }

  @Test
  void aZipBombIsRefusedAndLeavesNothingBehind() throws Exception {
    byte[] bomb = zlib(new byte[64 * LIMIT]);

    assertThat(bomb.length).isLessThan(LIMIT / 10);
    assertThatThrownBy(() -> decompressor.decompress(compressed(bomb)))
        .isInstanceOf(MimeException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    try (Spool spool = decompressor.decompress(compressed(zlib(new byte[LIMIT])))) {
      assertThat(spool.size()).isEqualTo(LIMIT);
    }
  }

  @Test
  void damagedContentIsRefused() throws Exception {
    byte[] zlib = zlib(Mails.attachment(10_000));
    byte[] truncated = Arrays.copyOf(zlib, zlib.length / 2);
    byte[] altered = zlib.clone();
    altered[zlib.length - 1] ^= 1;

    for (byte[] damaged : new byte[][] {truncated, altered, {}, {1, 2, 3}}) {
      assertThatThrownBy(() -> decompressor.decompress(compressed(damaged)))
          .isInstanceOf(MimeException.class);
    }
    assertThatThrownBy(
            () -> decompressor.decompress(Mails.entity(Mails.enveloped(new byte[] {0x30, 0}))))
        .isInstanceOf(MimeException.class);
  }
}
